#include "repo/domain/audit_filter.h"
#include "repo/domain/repository_error.h"
#include "repo/domain/user_filter.h"

#include <QCoreApplication>

namespace pivotal {

namespace {

constexpr int maxFilterText = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("pivotal::Filter", text);
}

void validateText(const QString &name, const QString &text)
{
    if (text.contains(QChar::Null))
        throw validationError(tr("%1 holds a NUL character, which no row can hold.").arg(name));
    if (text.size() > maxFilterText)
        throw validationError(tr("%1 is %2 characters long; at most %3 make sense here.")
                                  .arg(name).arg(text.size()).arg(maxFilterText));
}

void validateRange(const QString &name, const InstantRange &range)
{
    if (range.isReversed())
        throw validationError(tr("%1 ends before it starts. Swap its two dates.").arg(name));
}

} // namespace

void UserFilter::validate() const
{
    validateText(tr("The search text"), text);
    for (const QString &role : roles)
        validateText(tr("The role"), role);
    validateRange(tr("The “created” range"), created);
    validateRange(tr("The “last sign-in” range"), lastLogin);
}

void AuditFilter::validate() const
{
    validateText(tr("The action"), action);
    validateText(tr("The entity type"), entityType);
    validateText(tr("The entity id"), entityId);
    validateText(tr("The actor"), actor);
    validateText(tr("The IP address"), ipAddress);
    validateRange(tr("The date range"), created);
}

} // namespace pivotal
