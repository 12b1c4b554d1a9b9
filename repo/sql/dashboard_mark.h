#pragma once

#include "repo/sql/statement.h"

namespace pivotal::sql {

/// Stands after the first word of the statements by which the console looks at the server, its indexes or its own connection,
/// and that are nobody's work: pg_stat_statements keeps comments, but for those before a statement, since PostgreSQL 18.
inline constexpr QLatin1String dashboardMark("/* pivotal dashboard */");
[[nodiscard]] QString marked(QString text);
[[nodiscard]] Statement marked(const Statement &statement);

/// A pattern (for ~*) of the statements that work with rows: SELECT, WITH, INSERT and the like, prepared or not; of no utility
/// statement, EXPLAIN included.
[[nodiscard]] QString workPattern();

} // namespace pivotal::sql
