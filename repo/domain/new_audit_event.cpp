#include "repo/domain/new_audit_event.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

namespace pivotal {

namespace {

constexpr int maxNameLength = 100; // VARCHAR(100)
constexpr int maxIdBytes = 2'000;  // what of a text fits into an index, with the entity's type
constexpr int maxJsonBytes = 64 * 1024;

/// In characters, as VARCHAR counts them.
void require(const QString &name, const QString &value, int maxLength)
{
    if (value.isEmpty() || value.toUcs4().size() > maxLength || value.contains(QChar::Null))
        throw validationError(Text::tr("%1 of an audit event must have 1 to %2 characters.").arg(name).arg(maxLength));
}

void requireId(const QString &value)
{
    if (value.isEmpty() || value.toUtf8().size() > maxIdBytes || value.contains(QChar::Null))
        throw validationError(Text::tr("The entity id of an audit event must have 1 to %L1 bytes.").arg(maxIdBytes));
}

void requireStorable(const QString &name, const std::optional<Json> &values)
{
    if (!values)
        return;
    if (values->text.size() > maxJsonBytes)
        throw validationError(Text::tr("%1 must be at most 64 kB of JSON.").arg(name));
    if (const auto problem = problemWith(*values))
        throw validationError(Text::tr("%1 can't be stored. %2").arg(name, *problem));
}

} // namespace

void NewAuditEvent::validate() const
{
    require(Text::tr("The action"), action, maxNameLength);
    require(Text::tr("The entity type"), entityType, maxNameLength);
    requireId(entityId);
    requireStorable(Text::tr("The old values"), oldValues);
    requireStorable(Text::tr("The new values"), newValues);
}

} // namespace pivotal
