#pragma once

#include "repo/domain/ids.h"
#include "repo/sql/condition.h"
#include "repo/sql/selection.h"

namespace pivotal::sql {

/// The rows of an index that begins with the organization.
struct IndexedRows
{
    QString index;     ///< its name
    QString table;     ///< with its alias: "users u"
    QString id;        ///< "u.id"
    QString keys;      ///< what comes behind the organization in the index, as far as the condition bounds it
    QString only = {}; ///< the condition on the rows that it holds; empty: all
};

/// The ids of the rows that meet the condition. It bounds the keys by < and >, also where it means equality: so ordering by
/// them still says something, and only this index gives that order at once. The planner, which can't know how soon a LIMIT is
/// met, would otherwise now and then read the table.
[[nodiscard]] Reach reachOf(const IndexedRows &rows, const OrganizationId &organization, const QString &condition,
                            const QVariantList &binds);

/// The same for each of several values: `values` is a SELECT of one column, which the condition knows as w.value.
[[nodiscard]] Reach reachOfEach(const IndexedRows &rows, const OrganizationId &organization, const Statement &values,
                                const QString &condition, const QVariantList &binds = {});

/// A SELECT of these values.
[[nodiscard]] Statement listOf(const QStringList &values);

/// The different words of a column, from one to the next by an index that begins with the organization and the column: DISTINCT
/// would read every row.
[[nodiscard]] Statement wordsOf(const QString &table, const QString &column, const OrganizationId &organization);

/// The same, unless that index isn't there.
[[nodiscard]] std::optional<Statement> wordsBy(const Target &target, const QString &index, const QString &table, const QString &column);

/// column >= value AND column <= value.
[[nodiscard]] QString bounded(const QString &column, const QString &value);

} // namespace pivotal::sql
