#pragma once

#include "repo/domain/ids.h"
#include "repo/sql/statement.h"

namespace pivotal::sql {

/// What a transaction is told apart by, on the server that runs it: texts as PostgreSQL prints them.
struct TransactionIdentity
{
    QString backendPid;
    QString transactionId; ///< xid8
    QString startedAt;     ///< as in pg_stat_activity.xact_start
};

/// One row, to follow a BEGIN: the columns of TransactionIdentity. It assigns the transaction its id.
[[nodiscard]] QString selectIdentity();

/// One row: whether the transaction may still end either way here, as far as this server knows. A standby knows nothing.
/// An id that this server has not given out yet is another server's, which it took over from.
[[nodiscard]] Statement isUndecided(const TransactionIdentity &identity);

/// Ends the backend that still holds the transaction open.
[[nodiscard]] Statement terminate(const TransactionIdentity &identity);

/// One row if the audit row is there: the proof that the transaction which wrote it was committed.
[[nodiscard]] Statement findProof(const OrganizationId &organization, const AuditEventId &audit);

} // namespace pivotal::sql
