#include "repo/sql/access_path.h"

#include <algorithm>
#include <bit>

namespace pivotal::sql {

namespace {

/// A selection's conditions, as an index that serves the order sees them.
struct Split
{
    Conditions served; ///< the index finds the rows that meet these, in the order
    Conditions rest;   ///< each of the rows has to be looked at
};

/// Conditions on the order's own keys, as long as the keys before are fixed.
QList<bool> onKeys(const QList<Condition> &conditions, const Ordering &ordering)
{
    QList<bool> served(conditions.size(), false);
    for (const SortKey &key : ordering.keys) {
        bool isFixed = false;
        for (qsizetype i = 0; i < conditions.size(); ++i) {
            const Condition &condition = conditions.at(i);
            if (condition.key != key.expression)
                continue;
            served[i] = true;
            isFixed = isFixed || condition.place == Condition::Place::Equal;
        }
        if (!isFixed)
            break;
    }
    return served;
}

/// Of several with an index that goes on by the order, only one can have it: the last, since those that fewer rows meet are
/// added later.
Split split(const Selection &selection, const Ordering &ordering)
{
    const QList<Condition> &conditions = selection.conditions.all();
    QList<bool> served = onKeys(conditions, ordering);
    bool isFixed = false;
    for (qsizetype i = 0; i < conditions.size(); ++i)
        isFixed = isFixed || (served.at(i) && conditions.at(i).place == Condition::Place::Equal);
    for (qsizetype i = conditions.size() - 1; i >= 0 && !isFixed; --i)
        isFixed = served[i] = served.at(i) || conditions.at(i).continuing == ordering.keys.first().expression;
    Split split;
    for (qsizetype i = 0; i < conditions.size(); ++i)
        (served.at(i) || conditions.at(i).place == Condition::Place::Scope ? split.served : split.rest).add(conditions.at(i));
    return split;
}

QString aliasOf(const Selection &selection)
{
    return selection.from.section(u' ', 1);
}

QString idOf(const Selection &selection)
{
    return aliasOf(selection) + QStringLiteral(".id");
}

/// "expression AS k0, …"
QString namedKeys(const Ordering &ordering)
{
    QStringList columns;
    for (qsizetype i = 0; i < ordering.keys.size(); ++i)
        columns << QStringLiteral("%1 AS k%2").arg(ordering.keys.at(i).expression).arg(i);
    return columns.join(QStringLiteral(", "));
}

/// By the names of namedKeys().
QString orderByNames(Ordering ordering, const QString &alias, Direction direction)
{
    for (qsizetype i = 0; i < ordering.keys.size(); ++i)
        ordering.keys[i].expression = QStringLiteral("%1.k%2").arg(alias).arg(i);
    return orderBy(ordering, direction);
}

QString textOrTrue(const Conditions &conditions)
{
    return conditions.isEmpty() ? QStringLiteral("true") : conditions.text();
}

/// A subquery with a limit isn't flattened: so no more rows are looked at, whatever the planner thinks of the conditions.
Statement walk(const QString &columns, const Selection &selection, const Split &parts, const Ordering &ordering, Direction direction, qint64 limit, qint64 bound)
{
    const QString alias = aliasOf(selection);
    return {QStringLiteral("SELECT %1 FROM (SELECT %1, %2 FROM %3 WHERE %4 %5 LIMIT %6) %7 WHERE %8 %9 LIMIT %10")
                .arg(columns, namedKeys(ordering), selection.from, parts.served.text(), orderBy(ordering, direction))
                .arg(bound)
                .arg(alias, textOrTrue(parts.rest), orderByNames(ordering, alias, direction))
                .arg(limit),
            parts.served.binds() + parts.rest.binds()};
}

/// "IS TRUE", so that the list is made once, as a hash table, instead of being joined. OFFSET 0 keeps the rows from being
/// joined in another way than one by one.
Statement sieve(const QString &columns, const Selection &selection, const Split &parts, const Ordering &ordering, Direction direction, qint64 limit, qint64 bound,
                const Statement &listed)
{
    const QString alias = aliasOf(selection);
    return {QStringLiteral("SELECT %1 FROM (SELECT %2 AS id, %3 FROM %4 WHERE %5 %6 LIMIT %7) walked CROSS JOIN LATERAL (SELECT %1 FROM %4 WHERE %5 AND "
                           "%8 AND %2 = walked.id OFFSET 0) %9 WHERE (walked.id IN (%10)) IS TRUE %11 LIMIT %12")
                .arg(columns, idOf(selection), namedKeys(ordering), selection.from, parts.served.text(), orderBy(ordering, direction))
                .arg(bound)
                .arg(textOrTrue(parts.rest), alias, listed.text, orderByNames(ordering, QStringLiteral("walked"), direction))
                .arg(limit),
            parts.served.binds() + parts.served.binds() + parts.rest.binds() + listed.binds};
}

Statement sorted(const QString &columns, const Selection &selection, const Ordering &ordering, Direction direction, qint64 limit)
{
    return {QStringLiteral("SELECT %1 FROM %2 WHERE %3 %4 LIMIT %5").arg(columns, selection.from, selection.conditions.text(), orderBy(ordering, direction)).arg(limit),
            selection.conditions.binds()};
}

/// OFFSET 0 keeps the limit from being seen, and with it the hope for a soon end.
Statement whole(const QString &columns, const Selection &selection, const Ordering &ordering, Direction direction, qint64 limit)
{
    const QString alias = aliasOf(selection);
    return {QStringLiteral("SELECT %1 FROM (SELECT %1, %2 FROM %3 WHERE %4 OFFSET 0) %5 %6 LIMIT %7")
                .arg(columns, namedKeys(ordering), selection.from, selection.conditions.text(), alias, orderByNames(ordering, alias, direction))
                .arg(limit),
            selection.conditions.binds()};
}

/// Without the condition that lists the rows.
Selection without(const Selection &selection, qsizetype reach)
{
    Selection others{selection.from, {}};
    for (const Condition &condition : selection.conditions.all())
        if (!condition.reach || reach-- != 0)
            others.conditions.add(condition);
    return others;
}

Statement firstRows(const QString &columns, const Selection &selection, const Ordering &ordering, const SliceRequest &request, qint64 limit, const AccessPath &path)
{
    Selection beyond = selection;
    if (path.kind == AccessPath::Kind::Set)
        beyond = within(selection, path.reach);
    else if (path.kind == AccessPath::Kind::Sieve)
        beyond = without(selection, path.reach);
    if (request.cursor)
        addBeyond(beyond.conditions, ordering, request.direction, *request.cursor);
    switch (path.kind) {
    case AccessPath::Kind::Plain:
    case AccessPath::Kind::Set: break;
    case AccessPath::Kind::Walk: return walk(columns, beyond, split(beyond, ordering), ordering, request.direction, limit, path.bound);
    case AccessPath::Kind::Sieve:
        return sieve(columns, beyond, split(beyond, ordering), ordering, request.direction, limit, path.bound, reachesOf(selection).at(path.reach).all());
    case AccessPath::Kind::Whole: return whole(columns, beyond, ordering, request.direction, limit);
    }
    return sorted(columns, beyond, ordering, request.direction, limit);
}

} // namespace

QList<Reach> reachesOf(const Selection &selection)
{
    QList<Reach> reaches;
    for (const Condition &condition : selection.conditions.all())
        if (condition.reach)
            reaches << *condition.reach;
    return reaches;
}

bool isPlanned(const Selection &selection, const Ordering &ordering)
{
    const QList<Condition> rest = split(selection, ordering).rest.all();
    return std::all_of(rest.begin(), rest.end(), [](const Condition &condition) { return condition.reach && !condition.reach->isListed; });
}

Statement countReaches(const QList<Reach> &reaches, qint64 limit)
{
    QStringList counts;
    QVariantList binds;
    for (const Reach &reach : reaches) {
        const Statement listed = reach.first(limit);
        counts << QStringLiteral("(SELECT count(*) FROM (%1) listed)").arg(listed.text);
        binds << listed.binds;
    }
    return {QStringLiteral("SELECT ") + counts.join(QStringLiteral(", ")), binds};
}

Statement sliceRows(const QString &columns, const Selection &selection, const Ordering &ordering, const SliceRequest &request, const AccessPath &path)
{
    const quint64 passed = quint64(request.skip) + quint64(request.limit);
    if (request.skip == 0)
        return firstRows(columns, selection, ordering, request, qint64(passed), path);
    const Statement rows = firstRows(columns, selection, ordering, request, qint64(std::bit_ceil(passed)), path);
    return {QStringLiteral("SELECT * FROM (%1) passed LIMIT %2 OFFSET ?").arg(rows.text).arg(request.limit), rows.binds + QVariantList{request.skip}};
}

Selection within(const Selection &selection, qsizetype reach)
{
    Selection others = without(selection, reach);
    const Statement listed = reachesOf(selection).at(reach).all();
    others.conditions.add({QStringLiteral("%1 = ANY (ARRAY(%2))").arg(idOf(selection), listed.text), listed.binds, Condition::Place::Scope});
    return others;
}

} // namespace pivotal::sql
