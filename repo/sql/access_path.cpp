#include "repo/sql/access_path.h"

#include "repo/sql/by_word.h"

#include <algorithm>
#include <bit>

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

/// A selection's conditions, as served() tells.
struct Split
{
    Conditions served;
    Conditions rest;
};

/// Conditions on the order's own keys, as long as the keys before are fixed.
QList<bool> onKeys(const QList<Condition> &conditions, const Ordering &ordering)
{
    QList<bool> served(conditions.size(), false);
    for (const SortKey &key : ordering.keys) {
        bool isFixed = false;
        for (qsizetype i = 0; i < conditions.size(); ++i) {
            const Condition &condition = conditions.at(i);
            if (condition.key != key.expression || condition.place == Condition::Place::Row)
                continue;
            served[i] = true;
            isFixed = isFixed || condition.place == Condition::Place::Equal;
        }
        if (!isFixed)
            break;
    }
    return served;
}

bool isEqual(const Condition &condition, const QString &key)
{
    return condition.place == Condition::Place::Equal && condition.key == key;
}

bool fixes(const QList<Condition> &conditions, const QString &key)
{
    return std::any_of(conditions.begin(), conditions.end(), [&key](const Condition &condition) { return isEqual(condition, key); });
}

/// The one whose index goes on by the key, behind `within`, if that is fixed. Of several only one can have its index: the last,
/// since those that fewer rows meet are added later.
qsizetype continuing(const QList<Condition> &conditions, const QString &key)
{
    for (qsizetype i = conditions.size() - 1; i >= 0; --i) {
        const Condition &condition = conditions.at(i);
        if (condition.place == Condition::Place::Equal && condition.continuing == key
            && (condition.within.isEmpty() || fixes(conditions, condition.within)))
            return i;
    }
    return -1;
}

Split split(const Selection &selection, const Ordering &ordering)
{
    const QList<bool> isServed = served(selection, ordering);
    Split split;
    for (qsizetype i = 0; i < isServed.size(); ++i)
        (isServed.at(i) ? split.served : split.rest).add(selection.conditions.all().at(i));
    return split;
}

QString aliasOf(const Selection &selection)
{
    return selection.from.section(u' ', 1);
}

QString idOf(const Selection &selection)
{
    return aliasOf(selection) + u".id"_s;
}

/// A subquery with a limit isn't flattened: so no more rows are looked at, whatever the planner thinks of the conditions.
Statement scan(const QString &columns, const Selection &selection, const Split &parts, const Ordering &ordering, Direction direction,
               qint64 limit, qint64 bound)
{
    const QString alias = aliasOf(selection);
    return {u"SELECT %1 FROM (SELECT %1, %2 FROM %3 WHERE %4 %5 LIMIT %6) %7 WHERE %8 %9 LIMIT %10"_s
                .arg(columns, namedKeys(ordering), selection.from, parts.served.text(), orderBy(ordering, direction))
                .arg(bound)
                .arg(alias, parts.rest.text(), orderByNames(ordering, alias, direction))
                .arg(limit),
            parts.served.binds() + parts.rest.binds()};
}

/// "IS TRUE", so that the list is made once, as a hash table, instead of being joined. OFFSET 0 keeps the rows from being
/// joined in another way than one by one.
Statement sieve(const QString &columns, const Selection &selection, const Split &parts, const Ordering &ordering, Direction direction,
                qint64 limit, qint64 bound, const Statement &listed)
{
    const QString alias = aliasOf(selection);
    return {u"SELECT %1 FROM (SELECT %2 AS id, %3 FROM %4 WHERE %5 %6 LIMIT %7) walked CROSS JOIN LATERAL (SELECT %1 FROM %4 WHERE %5 AND "
            "%8 AND %2 = walked.id OFFSET 0) %9 WHERE (walked.id IN (%10)) IS TRUE %11 LIMIT %12"_s
                .arg(columns, idOf(selection), namedKeys(ordering), selection.from, parts.served.text(), orderBy(ordering, direction))
                .arg(bound)
                .arg(parts.rest.text(), alias, listed.text, orderByNames(ordering, u"walked"_s, direction))
                .arg(limit),
            parts.served.binds() + parts.served.binds() + parts.rest.binds() + listed.binds};
}

Statement sorted(const QString &columns, const Selection &selection, const Ordering &ordering, Direction direction, qint64 limit)
{
    return {
        u"SELECT %1 FROM %2 WHERE %3 %4 LIMIT %5"_s.arg(columns, selection.from, selection.conditions.text(), orderBy(ordering, direction))
            .arg(limit),
        selection.conditions.binds()};
}

/// OFFSET 0 keeps the limit from being seen, and with it the hope for a soon end.
Statement whole(const QString &columns, const Selection &selection, const Ordering &ordering, Direction direction, qint64 limit)
{
    const QString alias = aliasOf(selection);
    return {
        u"SELECT %1 FROM (SELECT %1, %2 FROM %3 WHERE %4 OFFSET 0) %5 %6 LIMIT %7"_s
            .arg(columns, namedKeys(ordering), selection.from, selection.conditions.text(), alias, orderByNames(ordering, alias, direction))
            .arg(limit),
        selection.conditions.binds()};
}

/// That a row is one of those that the reach lists.
Condition listedBy(const Reach &reach, const Selection &selection)
{
    if (reach.range)
        return {reach.range->text, reach.range->binds, Condition::Place::Scope};
    const Statement listed = reach.all();
    return {u"%1 = ANY (ARRAY(%2))"_s.arg(idOf(selection), listed.text), listed.binds, Condition::Place::Scope};
}

Condition listedByBoth(const Reach &one, const Reach &other, const Selection &selection)
{
    const Statement first = one.all();
    const Statement second = other.all();
    return {u"%1 = ANY (ARRAY((%2) INTERSECT (%3)))"_s.arg(idOf(selection), first.text, second.text), first.binds + second.binds,
            Condition::Place::Scope};
}

/// OFFSET 0 keeps the other conditions out: with them the planner would look up more indexes, of which one may list millions.
Statement listedFirst(const QString &columns, const Selection &selection, const Ordering &ordering, Direction direction, qint64 limit,
                      const Condition &listed)
{
    return {u"SELECT %1 FROM (SELECT %2.* FROM %3 WHERE %4 OFFSET 0) %2 WHERE %5 %6 LIMIT %7"_s
                .arg(columns, aliasOf(selection), selection.from, listed.text, selection.conditions.text(), orderBy(ordering, direction))
                .arg(limit),
            listed.binds + selection.conditions.binds()};
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

Statement firstRows(const QString &columns, const Selection &selection, const Ordering &ordering, const SliceRequest &request, qint64 limit,
                    const AccessPath &path)
{
    Selection beyond = selection;
    const bool isOfReach = path.kind == AccessPath::Kind::Set || path.kind == AccessPath::Kind::Sieve;
    const Reach reach = isOfReach ? reachesOf(selection).at(path.reach) : Reach();
    const bool isRange = path.kind == AccessPath::Kind::Set && reach.range;
    if (isOfReach)
        beyond = isRange ? within(selection, path.reach) : without(selection, path.reach);
    if (request.cursor && path.kind != AccessPath::Kind::ByWord)
        addBeyond(beyond.conditions, ordering, request.direction, *request.cursor);
    switch (path.kind) {
    case AccessPath::Kind::Empty:
    case AccessPath::Kind::Plain: break;
    case AccessPath::Kind::Set:
        return isRange ? whole(columns, beyond, ordering, request.direction, limit)
                       : listedFirst(columns, beyond, ordering, request.direction, limit, listedBy(reach, selection));
    case AccessPath::Kind::Both: {
        const QList<Reach> reaches = reachesOf(selection);
        return listedFirst(columns, beyond, ordering, request.direction, limit,
                           listedByBoth(reaches.at(path.reach), reaches.at(path.other), selection));
    }
    case AccessPath::Kind::Scan: return scan(columns, beyond, split(beyond, ordering), ordering, request.direction, limit, path.bound);
    case AccessPath::Kind::Sieve:
        return sieve(columns, beyond, split(beyond, ordering), ordering, request.direction, limit, path.bound, reach.all());
    case AccessPath::Kind::ByWord:
        return rowsByWord(columns, selection, ordering, request, limit, wordKeys(selection, ordering).at(path.reach), path.bound);
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

QList<bool> served(const Selection &selection, const Ordering &ordering)
{
    const QList<Condition> &conditions = selection.conditions.all();
    QList<bool> served = onKeys(conditions, ordering);
    const QString &first = ordering.keys.first().expression;
    const bool isFixed = fixes(conditions, first);
    const qsizetype chosen = continuing(conditions, isFixed && ordering.keys.size() > 1 ? ordering.keys.at(1).expression : first);
    if (chosen >= 0) {
        const QString &within = conditions.at(chosen).within;
        served[chosen] = served.at(chosen) || !isFixed || within == first;
        for (qsizetype i = 0; i < conditions.size(); ++i)
            served[i] = served.at(i) || (served.at(chosen) && !within.isEmpty() && isEqual(conditions.at(i), within));
    }
    for (qsizetype i = 0; i < conditions.size(); ++i)
        served[i] = served.at(i) || conditions.at(i).place == Condition::Place::Scope;
    return served;
}

bool isPlanned(const Selection &selection, const Ordering &ordering)
{
    return !served(selection, ordering).contains(false);
}

Statement countReaches(const QList<Reach> &reaches, qint64 limit)
{
    QStringList counts;
    QVariantList binds;
    for (const Reach &reach : reaches) {
        const Statement listed = reach.first(limit);
        counts << u"(SELECT count(*) FROM (%1) listed)"_s.arg(listed.text);
        binds << listed.binds;
    }
    return {u"SELECT "_s + counts.join(u", "_s), binds};
}

Statement sliceRows(const QString &columns, const Selection &selection, const Ordering &ordering, const SliceRequest &request,
                    const AccessPath &path)
{
    const quint64 passed = quint64(request.skip) + quint64(request.limit);
    if (request.skip == 0)
        return firstRows(columns, selection, ordering, request, qint64(passed), path);
    const Statement rows = firstRows(columns, selection, ordering, request, qint64(std::bit_ceil(passed)), path);
    return {u"SELECT * FROM (%1) passed LIMIT %2 OFFSET ?"_s.arg(rows.text).arg(request.limit), rows.binds + QVariantList{request.skip}};
}

Selection within(const Selection &selection, qsizetype reach)
{
    Selection others = without(selection, reach);
    others.conditions.add(listedBy(reachesOf(selection).at(reach), selection));
    return others;
}

} // namespace pivotal::sql
