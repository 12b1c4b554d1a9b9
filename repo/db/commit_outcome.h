#pragma once

#include "repo/db/connection.h"
#include "repo/domain/ids.h"
#include "repo/sql/transaction_sql.h"

#include <chrono>

namespace pivotal::db {

/// The audit row that a transaction writes under an id made beforehand: where it is, the transaction was committed.
struct CommitProof
{
    OrganizationId organization;
    AuditEventId audit;
};

enum class CommitOutcome { Committed, Aborted };

/// Finds out what became of a COMMIT whose answer was lost: reconnects, waits until the old transaction is over, ends
/// its backend where that takes long, and looks for the proof. Throws COMMIT_IN_DOUBT where it can't be known within
/// `patience`. Blocks.
[[nodiscard]] CommitOutcome resolveCommit(Connection &connection, const sql::TransactionIdentity &identity, const CommitProof &proof,
                                          std::chrono::milliseconds patience);

} // namespace pivotal::db
