#pragma once

#include "repo/audit/audit_sql.h"
#include "repo/local/audit_spool.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <optional>

namespace pivotal {

/// A row of the audit log as it waits on this machine, each JSON value as its text: no digit is lost.
[[nodiscard]] QString toSpool(const sql::AuditRow &row);
/// Throws VALIDATION_ERROR where it can't be read.
[[nodiscard]] sql::AuditRow rowFromSpool(const QString &payload);

/// An event that the server has refused, kept aside.
struct RefusedEvent
{
    AuditEventId id;
    std::optional<sql::AuditRow> row; ///< nothing: it can't be read, see `payload`
    QString reason;
    QString refusedAt; ///< ISO 8601, UTC
    QString payload;   ///< as it is spooled
};

[[nodiscard]] QList<RefusedEvent> refusedEvents(const QList<local::RejectedEvent> &rejected);
/// For people and programs, with the values as they would have been stored.
[[nodiscard]] QByteArray toJson(const RefusedEvent &event);
[[nodiscard]] QByteArray toJson(const QList<RefusedEvent> &events);

} // namespace pivotal
