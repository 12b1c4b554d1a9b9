#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

namespace pivotal::plans {

/// What a plan asks of a table's columns, as far as a B-tree can answer it.
struct Condition
{
    enum class Kind { Equal, AnyOf, Range, IsNull };

    Kind kind = Kind::Equal;
    QStringList keys;    ///< as an index would have them; several of a comparison of rows
    bool isJoin = false; ///< the value is another table's
};

/// The parts of a filter or condition that are joined by AND. Left out is what no B-tree finds: OR, LIKE, <>, subqueries.
/// `alias`: the table's, whose columns may stand without it.
[[nodiscard]] QList<Condition> conditionsOf(const QString &expression, const QString &alias);

/// A sort key as a key of an index: "\"createdAt\" DESC". None where it isn't of this table alone.
[[nodiscard]] std::optional<QString> orderKeyOf(const QString &sortKey, const QString &alias);

/// Without DESC and NULLS FIRST.
[[nodiscard]] QString withoutDirection(const QString &key);
[[nodiscard]] bool isDescending(const QString &key);

} // namespace pivotal::plans
