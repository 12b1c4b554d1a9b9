#include "repo/domain/new_audit_event.h"

#include "repo/domain/repository_error.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace pivotal {

namespace {

constexpr int maxNameLength = 100; // VARCHAR(100)
constexpr int maxIdLength = 1'000;
constexpr int maxJsonBytes = 64 * 1024;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::NewAuditEvent)
};

void require(const QString &name, const QString &value, int maxLength)
{
    if (value.isEmpty() || value.size() > maxLength || value.contains(QChar::Null))
        throw validationError(Text::tr("%1 of an audit event must have 1 to %2 characters.").arg(name).arg(maxLength));
}

void requireStorable(const QJsonObject &values)
{
    const QByteArray json = QJsonDocument(values).toJson(QJsonDocument::Compact);
    if (json.size() > maxJsonBytes || json.contains("\\u0000"))
        throw validationError(Text::tr("The values of an audit event must be at most 64 kB of JSON without NUL."));
}

} // namespace

void NewAuditEvent::validate() const
{
    require(Text::tr("The action"), action, maxNameLength);
    require(Text::tr("The entity type"), entityType, maxNameLength);
    require(Text::tr("The entity id"), entityId, maxIdLength);
    requireStorable(oldValues);
    requireStorable(newValues);
}

} // namespace pivotal
