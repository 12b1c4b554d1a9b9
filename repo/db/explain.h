#pragma once

#include "repo/db/connection.h"

#include <chrono>

namespace pivotal::db {

/// How long a statement may run to be analyzed.
inline constexpr std::chrono::milliseconds analyzeLimit{30'000};

/// The planner's plan of a statement with these values, as JSON. It is planned, never run: in a read-only transaction
/// that is rolled back, with a time limit. VALIDATION_ERROR for what has no plan.
[[nodiscard]] QString explain(Connection &connection, const sql::Statement &statement);

/// The same, and the statement is run as well, within `analyzeLimit`: its plan tells of times, rows and blocks.
/// VALIDATION_ERROR for what isn't a single read: the server itself refuses to write in such a transaction.
[[nodiscard]] QString explainAnalyzed(Connection &connection, const sql::Statement &statement);

/// The plan in the transaction that is open.
[[nodiscard]] QString planOf(Connection &connection, const sql::Statement &statement);

/// How many rows the planner thinks the statement gives: one round trip, nothing is run.
[[nodiscard]] qint64 estimateRows(Connection &connection, const sql::Statement &statement);

/// Whether a statement of this text can be planned: a single one that begins with SELECT or WITH.
[[nodiscard]] bool hasPlan(const QString &text);
/// VALIDATION_ERROR for what has no plan.
void requirePlan(const sql::Statement &statement);

} // namespace pivotal::db
