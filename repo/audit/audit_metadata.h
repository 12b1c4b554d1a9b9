#pragma once

#include "repo/audit/audit_sql.h"
#include "repo/domain/scope.h"

namespace pivotal {

/// A new audit row of this actor, with its client-made id and its metadata (actorUserId, organizationId, client, version,
/// host, correlationId; the server adds databaseUser). The caller adds what happened.
[[nodiscard]] sql::AuditRow newAuditRow(const Scope &scope, const AuditEventId &id, const QString &correlationId);

} // namespace pivotal
