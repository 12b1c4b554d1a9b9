#pragma once

#include "repo/domain/ids.h"
#include "repo/domain/instant.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>
#include <optional>

namespace pivotal {

/// One row of the audit log, with what is known of its actor today.
struct AuditEvent
{
    AuditEventId id;
    std::optional<UserId> actorId; ///< nothing for the system, or where the user row is gone
    QString actorEmail;
    QString actorName;
    QString action;
    QString entityType;
    QString entityId;
    QString oldValues; ///< JSON text as stored, empty for NULL; parsed only where it is shown
    QString newValues;
    QString ipAddress;
    QString userAgent;
    QString sessionId;
    QString metadata;
    Instant createdAt;
};

/// A field that an event set: its value before and after, undefined where that side does not mention it.
struct FieldChange
{
    QString field;
    QJsonValue before = QJsonValue::Undefined;
    QJsonValue after = QJsonValue::Undefined;

    [[nodiscard]] bool isChange() const { return before != after; }
};

/// Old against new values, field by field, in the order of the names; changes first.
[[nodiscard]] QList<FieldChange> fieldChanges(const AuditEvent &event);

/// A stored JSON text as a value; undefined for empty text. Scalars are fine too.
[[nodiscard]] QJsonValue parseJson(const QString &text);

[[nodiscard]] QJsonObject toJson(const AuditEvent &event);

} // namespace pivotal
