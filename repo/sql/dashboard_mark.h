#pragma once

#include <QString>

namespace pivotal::sql {

/// Stands after the first word of each statement by which the console looks at the server itself: pg_stat_statements keeps
/// comments, but for those before a statement, since PostgreSQL 18.
inline constexpr QLatin1String dashboardMark("/* pivotal dashboard */");

/// A pattern (for ~*) of the statements that work with rows: SELECT, WITH, INSERT and the like, prepared or not; of no utility
/// statement, EXPLAIN included.
[[nodiscard]] QString workPattern();

} // namespace pivotal::sql
