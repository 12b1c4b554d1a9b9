#pragma once

#include "repo/db/connection.h"

namespace pivotal::db {

/// The planner's plan of a statement with these values, as JSON. It is planned, never run: in a read-only transaction
/// that is rolled back, with a time limit. VALIDATION_ERROR for what has no plan.
[[nodiscard]] QString explain(Connection &connection, const sql::Statement &statement);

/// How many rows the planner thinks the statement gives: one round trip, nothing is run.
[[nodiscard]] qint64 estimateRows(Connection &connection, const sql::Statement &statement);

} // namespace pivotal::db
