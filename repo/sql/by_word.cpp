#include "repo/sql/by_word.h"

#include "repo/sql/access_path.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

struct Parts
{
    Conditions onWord;               ///< by the word alone
    std::optional<Condition> paired; ///< met by words that are found together with the key's own
    Selection rows;                  ///< the others
};

bool isOnWord(const Condition &condition, const QString &key)
{
    return condition.key == key && condition.words;
}

bool isPaired(const Condition &condition, const SortKey &key)
{
    return key.pairs && condition.key == key.pairs->other && condition.words;
}

Parts partsOf(const Selection &selection, const Ordering &ordering, const QString &key)
{
    const SortKey &first = ordering.keys.first();
    Parts parts{{}, {}, {selection.from, {}}};
    for (const Condition &condition : selection.conditions.all()) {
        if (isOnWord(condition, key))
            parts.onWord.add(condition);
        else if (key == first.expression && !parts.paired && isPaired(condition, first))
            parts.paired = condition;
        else
            parts.rows.conditions.add(condition);
    }
    return parts;
}

/// The other word of a pair: of the two indexes that continue by time, the planner takes the one that lists fewer rows. In most
/// logs an action is of one type only, so that its index lists no row in vain.
void addPaired(Conditions &conditions, const Parts &parts)
{
    if (parts.paired)
        conditions.add({parts.paired->key + u" = w.other"_s, {}, Condition::Place::Scope});
}

/// Fixed before the other conditions: one that an index continues within the word comes later.
Selection ofWord(const Parts &parts, const Ordering &ordering, const QString &key)
{
    Selection fixed{parts.rows.from, {}};
    fixed.conditions.add({key + u" = w.word"_s, {}, Condition::Place::Equal, key, {}, ordering.keys.first().expression});
    addPaired(fixed.conditions, parts);
    for (const Condition &condition : parts.rows.conditions.all())
        fixed.conditions.add(condition);
    return fixed;
}

/// The words that meet the conditions, which know them as the column itself; the pairs of them, where there is such a condition.
/// Not EXISTS, which forgets the order that only this index gives.
Statement wordsThat(const Parts &parts, const Ordering &ordering, const WordKey &key)
{
    const QString named = u"(%1) %2(%3)"_s.arg(key.words.text, key.key.section(u'.', 0, 0), key.key.section(u'.', 1));
    if (!parts.paired)
        return {u"SELECT %1 FROM %2 WHERE %3"_s.arg(key.key, named, parts.onWord.text()), key.words.binds + parts.onWord.binds()};
    const Statement &pair = ordering.keys.first().pairs->pair;
    return {u"SELECT %1, v.word FROM %2 CROSS JOIN (%3) v(word) WHERE %4 AND (%5) IS NOT NULL"_s.arg(
                key.key, named, parts.paired->words->text, parts.onWord.text(), pair.text.arg(key.key, u"v.word"_s)),
            key.words.binds + parts.paired->words->binds + parts.onWord.binds() + pair.binds};
}

Statement inOrder(const QString &columns, const Selection &rows, const Ordering &ordering, Direction direction, qint64 limit)
{
    return {u"SELECT %1, %2 FROM %3 WHERE %4 %5 LIMIT %6"_s
                .arg(columns, namedKeys(ordering), rows.from, rows.conditions.text(), orderBy(ordering, direction))
                .arg(limit),
            rows.conditions.binds()};
}

Statement ofEach(const Statement &words, const QString &names, const Statement &rows)
{
    return {u"SELECT l.* FROM (%1) w(%2) CROSS JOIN LATERAL (%3) l"_s.arg(words.text, names, rows.text), words.binds + rows.binds};
}

/// What is left of the cursor's own word.
Statement restOfWord(const QString &columns, const Parts &parts, const Ordering &ordering, const SliceRequest &request, qint64 limit)
{
    Selection rows = parts.rows;
    addEqual(rows.conditions, ordering, *request.cursor);
    addPaired(rows.conditions, parts);
    addBeyond(rows.conditions, {ordering.keys.mid(1), ordering.isDescending, ordering.hasRawBytes}, request.direction,
              {request.cursor->keys.mid(1)});
    const Statement rest = inOrder(columns, rows, ordering, request.direction, limit);
    return parts.paired ? ofEach(*parts.paired->words, u"other"_s, rest) : rest;
}

/// Of each word, and of what is left of the cursor's own; with the names of the order's keys.
Statement rowsOfWords(const QString &columns, Parts parts, const Ordering &ordering, const SliceRequest &request, qint64 limit,
                      const WordKey &key)
{
    Selection rows = ofWord(parts, ordering, key.key);
    Statement rest{QString(), {}};
    if (request.cursor && key.key == ordering.keys.first().expression) {
        rest = restOfWord(columns, parts, ordering, request, limit);
        rest.text = u"(%1) UNION ALL "_s.arg(rest.text);
        addBeyond(parts.onWord, {ordering.keys.first(1), ordering.isDescending, ordering.hasRawBytes}, request.direction,
                  {request.cursor->keys.first(1)});
    } else if (request.cursor) {
        addBeyond(rows.conditions, ordering, request.direction, *request.cursor);
    }
    const QString names = parts.paired ? u"word, other"_s : u"word"_s;
    const Statement each = ofEach(wordsThat(parts, ordering, key), names, inOrder(columns, rows, ordering, request.direction, limit));
    return {rest.text + each.text, rest.binds + each.binds};
}

/// The conditions that no index serves in the order of each word.
Conditions takeUnserved(Parts &parts, const Ordering &ordering, const QString &key)
{
    const Selection fixed = ofWord(parts, ordering, key);
    const QList<bool> isServed = served(fixed, ordering);
    Conditions kept;
    Conditions taken;
    const QList<Condition> conditions = parts.rows.conditions.all();
    const qsizetype before = fixed.conditions.all().size() - conditions.size();
    for (qsizetype i = 0; i < conditions.size(); ++i)
        (isServed.at(before + i) ? kept : taken).add(conditions.at(i));
    parts.rows.conditions = kept;
    return taken;
}

} // namespace

QList<WordKey> wordKeys(const Selection &selection, const Ordering &ordering)
{
    const SortKey &first = ordering.keys.first();
    QList<WordKey> keys;
    if (first.words)
        keys << WordKey{first.expression, *first.words};
    for (const Condition &condition : selection.conditions.all())
        if (condition.words && condition.continuing == first.expression)
            keys << WordKey{condition.within.isEmpty() ? condition.key : condition.within, *condition.words};
    return keys;
}

std::optional<ByWord> byWord(const Selection &selection, const Ordering &ordering)
{
    const QList<WordKey> keys = wordKeys(selection, ordering);
    std::optional<ByWord> best;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const Parts parts = partsOf(selection, ordering, keys.at(i).key);
        const QList<bool> isServed = served(ofWord(parts, ordering, keys.at(i).key), ordering);
        const bool isFound = !isServed.contains(false);
        const bool isOfSeveral = std::any_of(parts.onWord.all().begin(), parts.onWord.all().end(),
                                             [](const Condition &condition) { return condition.place != Condition::Place::Equal; });
        if (!isFound && (parts.paired || !isOfSeveral || !isServed.first())) // no better than the order itself
            continue;
        const ByWord::Kind kind = !isFound ? ByWord::Kind::LookedAt : parts.paired ? ByWord::Kind::Paired : ByWord::Kind::Exact;
        if (!best || kind < best->kind)
            best = ByWord{parts.paired ? wordsThat(parts, ordering, keys.at(i)) : keys.at(i).words, i, kind};
    }
    return best;
}

QString pairsIndex(const Selection &selection, const Ordering &ordering)
{
    const SortKey &key = ordering.keys.first();
    const QList<Condition> &conditions = selection.conditions.all();
    const bool isWanted =
        std::any_of(conditions.begin(), conditions.end(), [&key](const Condition &condition) { return isPaired(condition, key); });
    return isWanted ? key.pairs->index : QString();
}

Statement countWords(const Statement &words, qint64 limit)
{
    return {u"SELECT count(*) FROM (%1 LIMIT %2) listed"_s.arg(words.text).arg(limit), words.binds};
}

Statement rowsByWord(const QString &columns, const Selection &selection, const Ordering &ordering, const SliceRequest &request,
                     qint64 limit, const WordKey &key, qint64 bound)
{
    Parts parts = partsOf(selection, ordering, key.key);
    const QString alias = selection.from.section(u' ', 1);
    if (bound == 0) {
        const Statement rows = rowsOfWords(columns, parts, ordering, request, limit, key);
        return {u"SELECT %1 FROM (%2) %3 %4 LIMIT %5"_s.arg(columns, rows.text, alias, orderByNames(ordering, alias, request.direction))
                    .arg(limit),
                rows.binds};
    }
    const Conditions rest = takeUnserved(parts, ordering, key.key);
    const Statement rows = rowsOfWords(alias + u".id"_s, parts, ordering, request, bound, key);
    const QString scanned = u"walked"_s;
    return {
        u"SELECT %1 FROM (SELECT * FROM (%2) %3 %4 LIMIT %5) walked CROSS JOIN LATERAL (SELECT %1 FROM %6 WHERE %3.id = walked.id AND %7 OFFSET 0) %3 %8 LIMIT %9"_s
            .arg(columns, rows.text, alias, orderByNames(ordering, alias, request.direction))
            .arg(bound)
            .arg(selection.from, rest.text(), orderByNames(ordering, scanned, request.direction))
            .arg(limit),
        rows.binds + rest.binds()};
}

} // namespace pivotal::sql
