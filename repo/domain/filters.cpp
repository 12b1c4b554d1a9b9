#include "repo/domain/audit_filter.h"
#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"
#include "repo/domain/user_filter.h"

namespace pivotal {

namespace {

constexpr int maxFilterText = 200;

void validateText(const QString &name, const QString &text)
{
    if (text.contains(QChar::Null))
        throw validationError(Text::tr("%1 holds a NUL character, which no row can hold.").arg(name));
    if (const auto length = text.toUcs4().size(); length > maxFilterText)
        throw validationError(Text::tr("%1 is %2 characters long; at most %3 make sense here.").arg(name).arg(length).arg(maxFilterText));
}

void validateRange(const QString &name, const InstantRange &range)
{
    if (range.isReversed())
        throw validationError(Text::tr("%1 ends before it starts. Swap its two dates.").arg(name));
}

} // namespace

void UserFilter::validate() const
{
    validateText(Text::tr("The search text"), text);
    for (const QString &status : statuses)
        validateText(Text::tr("The status"), status);
    for (const QString &role : roles)
        validateText(Text::tr("The role"), role);
    validateRange(Text::tr("The “created” range"), created);
    validateRange(Text::tr("The “last sign-in” range"), lastLogin);
}

void AuditFilter::validate() const
{
    for (const QString &action : actions)
        validateText(Text::tr("The action"), action);
    for (const QString &type : entityTypes)
        validateText(Text::tr("The entity type"), type);
    validateText(Text::tr("The entity id"), entityId);
    validateText(Text::tr("The actor"), actor);
    validateText(Text::tr("The IP address"), ipAddress);
    validateRange(Text::tr("The date range"), created);
}

QStringList splitList(const QString &text)
{
    QStringList items;
    for (const QString &item : text.split(u',', Qt::SkipEmptyParts))
        if (const QString trimmed = item.trimmed(); !trimmed.isEmpty())
            items << trimmed;
    return items;
}

} // namespace pivotal
