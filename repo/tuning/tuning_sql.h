#pragma once

#include "repo/sql/statement.h"

namespace pivotal::sql {

/// What stands between the items of a list that is one column.
inline constexpr char16_t listSeparator = u'\x1f';

/// The indexes of tables, by table and name: name, table, definition, size in bytes, scans; whether it is unique, primary,
/// partial, valid; method; its keys as an index is made of them, a list; the same with class, collation and option, by which
/// two are the same; the columns that it includes, a list. Tables that aren't there have none.
[[nodiscard]] Statement indexesOf(const QStringList &tables);
/// (name, is valid) of each: from the catalog alone, without a lock on any of them.
[[nodiscard]] Statement indexNamesOf(const QStringList &tables);

/// Name and about how many rows each table has, as of its last ANALYZE; -1 before the first.
[[nodiscard]] Statement rowsOf(const QStringList &tables);

/// One row: the schema that hypopg is in (null: not created), whether the server has it, the server's major version.
[[nodiscard]] Statement hypopgState();

/// One row: the id of the index, which the planner takes for real in this session.
[[nodiscard]] Statement createHypothetical(const QString &schema, const QString &definition);
/// One row: its size in bytes, about.
[[nodiscard]] Statement sizeOfHypothetical(const QString &schema, const QString &id);
/// Without values: forgets all of them. They are the session's, and outlive the transaction and even the extension.
[[nodiscard]] QString resetHypothetical(const QString &schema);

} // namespace pivotal::sql
