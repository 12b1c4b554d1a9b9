#include "repo/sql/by_word.h"

#include "repo/sql/access_path.h"

#include <algorithm>

namespace pivotal::sql {

namespace {

struct Parts
{
    Conditions onWord; ///< by the word alone
    Selection rows;    ///< the others
};

bool isOnWord(const Condition &condition, const QString &key)
{
    return condition.key == key && condition.words;
}

bool isPaired(const Condition &condition, const SortKey &key)
{
    return key.pairs && condition.key == key.pairs->other && condition.words;
}

/// That some row of the word has one of the words that meet the condition. Not EXISTS, which forgets the order that only this
/// index gives.
Condition pairedWith(const Condition &condition, const SortKey &key)
{
    const Statement &pair = key.pairs->pair;
    return {QStringLiteral("(SELECT true FROM (%1) v(word) CROSS JOIN LATERAL (%2) pair LIMIT 1) IS TRUE").arg(condition.words->text, pair.text.arg(key.expression, QStringLiteral("v.word"))),
            condition.words->binds + pair.binds};
}

Parts partsOf(const Selection &selection, const Ordering &ordering, const QString &key)
{
    const SortKey &first = ordering.keys.first();
    Parts parts{{}, {selection.from, {}}};
    for (const Condition &condition : selection.conditions.all()) {
        (isOnWord(condition, key) ? parts.onWord : parts.rows.conditions).add(condition);
        if (key == first.expression && isPaired(condition, first))
            parts.onWord.add(pairedWith(condition, first));
    }
    return parts;
}

/// Fixed before the other conditions: one that an index continues within the word comes later.
Selection ofWord(const Selection &rows, const Ordering &ordering, const QString &key)
{
    Selection fixed{rows.from, {}};
    fixed.conditions.add({key + QStringLiteral(" = w.word"), {}, Condition::Place::Equal, key, {}, ordering.keys.first().expression});
    for (const Condition &condition : rows.conditions.all())
        fixed.conditions.add(condition);
    return fixed;
}

Selection unpaired(const Selection &selection, const SortKey &key)
{
    Selection others{selection.from, {}};
    for (const Condition &condition : selection.conditions.all())
        if (!isPaired(condition, key))
            others.conditions.add(condition);
    return others;
}

/// The words that meet the conditions, which know them as the column itself.
Statement wordsThat(const Conditions &conditions, const WordKey &key)
{
    return {QStringLiteral("SELECT %1 FROM (%2) %3(%4) WHERE %5").arg(key.key, key.words.text, key.key.section(u'.', 0, 0), key.key.section(u'.', 1), conditions.text()),
            key.words.binds + conditions.binds()};
}

Statement inOrder(const QString &columns, const Selection &rows, const Ordering &ordering, Direction direction, qint64 limit)
{
    return {QStringLiteral("SELECT %1, %2 FROM %3 WHERE %4 %5 LIMIT %6")
                .arg(columns, namedKeys(ordering), rows.from, rows.conditions.text(), orderBy(ordering, direction))
                .arg(limit),
            rows.conditions.binds()};
}

Statement ofEach(const Statement &words, const Statement &rows)
{
    return {QStringLiteral("SELECT l.* FROM (%1) w(word) CROSS JOIN LATERAL (%2) l").arg(words.text, rows.text), words.binds + rows.binds};
}

/// What is left of the cursor's own word.
Statement restOfWord(const QString &columns, const Parts &parts, const Ordering &ordering, const SliceRequest &request, qint64 limit)
{
    Selection rows = parts.rows;
    addEqual(rows.conditions, ordering, *request.cursor);
    addBeyond(rows.conditions, {ordering.keys.mid(1), ordering.isDescending, ordering.hasRawBytes}, request.direction, {request.cursor->keys.mid(1)});
    return inOrder(columns, rows, ordering, request.direction, limit);
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
    std::optional<ByWord> paired;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const Selection rows = partsOf(selection, ordering, keys.at(i).key).rows;
        if (isPlanned(ofWord(rows, ordering, keys.at(i).key), ordering))
            return ByWord{keys.at(i), i, true};
        const SortKey &first = ordering.keys.first();
        if (keys.at(i).key == first.expression && isPlanned(ofWord(unpaired(rows, first), ordering, first.expression), ordering))
            paired = ByWord{keys.at(i), i, false};
    }
    return paired;
}

QString pairsIndex(const Selection &selection, const Ordering &ordering)
{
    const SortKey &key = ordering.keys.first();
    const QList<Condition> &conditions = selection.conditions.all();
    const bool isWanted = std::any_of(conditions.begin(), conditions.end(), [&key](const Condition &condition) { return isPaired(condition, key); });
    return isWanted ? key.pairs->index : QString();
}

Statement countWords(const WordKey &key, qint64 limit)
{
    return {QStringLiteral("SELECT count(*) FROM (%1 LIMIT %2) listed").arg(key.words.text).arg(limit), key.words.binds};
}

Statement rowsByWord(const QString &columns, const Selection &selection, const Ordering &ordering, const SliceRequest &request, qint64 limit, const WordKey &key)
{
    Parts parts = partsOf(selection, ordering, key.key);
    Selection rows = ofWord(parts.rows, ordering, key.key);
    Statement rest{QString(), {}};
    if (request.cursor && key.key == ordering.keys.first().expression) {
        rest = restOfWord(columns, parts, ordering, request, limit);
        rest.text = QStringLiteral("(%1) UNION ALL ").arg(rest.text);
        addBeyond(parts.onWord, {ordering.keys.first(1), ordering.isDescending, ordering.hasRawBytes}, request.direction, {request.cursor->keys.first(1)});
    } else if (request.cursor) {
        addBeyond(rows.conditions, ordering, request.direction, *request.cursor);
    }
    const Statement each = ofEach(wordsThat(parts.onWord, key), inOrder(columns, rows, ordering, request.direction, limit));
    const QString alias = selection.from.section(u' ', 1);
    return {QStringLiteral("SELECT %1 FROM (%2%3) %4 %5 LIMIT %6").arg(columns, rest.text, each.text, alias, orderByNames(ordering, alias, request.direction)).arg(limit),
            rest.binds + each.binds};
}

} // namespace pivotal::sql
