#pragma once

#include "repo/domain/ids.h"
#include "repo/domain/instant.h"
#include "repo/domain/json.h"

#include <QList>
#include <optional>

namespace pivotal {

/// One row of the audit log, with what is known of its actor today. Nothing stands for SQL NULL.
struct AuditEvent
{
    AuditEventId id;
    std::optional<UserId> actorId; ///< nothing for the system, or where the user row is gone
    QString actorEmail;
    QString actorName;
    QString action;
    QString entityType;
    QString entityId;
    std::optional<Json> oldValues; ///< parsed only where it is shown
    std::optional<Json> newValues;
    std::optional<QString> ipAddress;
    std::optional<QString> userAgent;
    std::optional<QString> sessionId;
    std::optional<Json> metadata;
    Instant createdAt;
};

/// A field that an event set: its value before and after, nothing where that side does not mention it.
struct FieldChange
{
    QString field; ///< null: the whole value, which is no object
    std::optional<Json> before;
    std::optional<Json> after;

    [[nodiscard]] bool isChange() const { return before != after; }
};

/// Old against new values, field by field, changes first, then by name with numbers by their value: key2 before key10.
/// A value that is no object, or can't be read, stands as a change without a name.
[[nodiscard]] QList<FieldChange> fieldChanges(const std::optional<Json> &before, const std::optional<Json> &after);
[[nodiscard]] QList<FieldChange> fieldChanges(const AuditEvent &event);

} // namespace pivotal
