#include "repo/sql/ordering.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

QString expressionsOf(const Ordering &ordering)
{
    QStringList expressions;
    for (const SortKey &key : ordering.keys)
        expressions << key.expression;
    return expressions.join(u", "_s);
}

/// Untyped: the server takes it for the key's own type, be that varchar, citext, or a timestamp with or without zone, so that
/// it is compared as it is ordered.
QString placeholder(const SortKey &key, bool isEncoded)
{
    return isEncoded && key.isText ? u"convert_from(decode(?, 'hex'), 'SQL_ASCII')"_s : u"?"_s;
}

QString asCursor(const QString &expression, const SortKey &key, bool isEncoded)
{
    return isEncoded && key.isText ? u"encode(convert_to(%1::text, 'SQL_ASCII'), 'hex')"_s.arg(expression) : expression + u"::text"_s;
}

} // namespace

QString orderBy(const Ordering &ordering, Direction direction)
{
    const bool isDescending = ordering.isDescending != (direction == Direction::Backward);
    QStringList keys;
    for (const SortKey &key : ordering.keys)
        keys << key.expression + (isDescending ? u" DESC"_s : u" ASC"_s);
    return u"ORDER BY "_s + keys.join(u", "_s);
}

QString namedKeys(const Ordering &ordering)
{
    QStringList columns;
    for (qsizetype i = 0; i < ordering.keys.size(); ++i)
        columns << u"%1 AS k%2"_s.arg(ordering.keys.at(i).expression).arg(i);
    return columns.join(u", "_s);
}

QString orderByNames(const Ordering &ordering, const QString &alias, Direction direction)
{
    Ordering named{{}, ordering.isDescending};
    for (qsizetype i = 0; i < ordering.keys.size(); ++i) {
        const bool isId = ordering.keys.at(i).expression.endsWith(u".id"_s);
        named.keys << SortKey{isId ? alias + u".id"_s : u"%1.k%2"_s.arg(alias).arg(i)};
    }
    return orderBy(named, direction);
}

QString cursorColumns(const Ordering &ordering)
{
    QStringList columns;
    for (const SortKey &key : ordering.keys)
        columns << asCursor(key.expression, key, ordering.hasRawBytes);
    return columns.join(u", "_s);
}

void addBeyond(Conditions &conditions, const Ordering &ordering, Direction direction, const Cursor &cursor)
{
    if (cursor.keys.size() != ordering.keys.size())
        throw validationError(QCoreApplication::translate("pivotal::SliceRequest", "The cursor is of another order."));
    const bool isLess = ordering.isDescending != (direction == Direction::Backward);
    QStringList placeholders;
    QVariantList binds;
    for (qsizetype i = 0; i < ordering.keys.size(); ++i) {
        placeholders << placeholder(ordering.keys.at(i), ordering.hasRawBytes);
        binds << cursor.keys.at(i);
    }
    conditions.add({u"(%1) %2 (%3)"_s.arg(expressionsOf(ordering), isLess ? u"<"_s : u">"_s, placeholders.join(u", "_s)), binds,
                    Condition::Place::Scope});
}

void addEqual(Conditions &conditions, const Ordering &ordering, const Cursor &cursor)
{
    const SortKey &key = ordering.keys.first();
    conditions.add({u"%1 = %2"_s.arg(key.expression, placeholder(key, ordering.hasRawBytes)),
                    {cursor.keys.first()},
                    Condition::Place::Equal,
                    key.expression});
}

Statement anchorScan(Selection selection, const Ordering &ordering, const AnchorRequest &request)
{
    if (request.after)
        addBeyond(selection.conditions, ordering, Direction::Forward, *request.after);
    if (request.until)
        addBeyond(selection.conditions, ordering, Direction::Backward, *request.until);
    QStringList scanned;
    QStringList names;
    QStringList texts;
    for (qsizetype i = 0; i < ordering.keys.size(); ++i) {
        names << u"k%1"_s.arg(i);
        scanned << ordering.keys.at(i).expression + u" AS "_s + names.last();
        texts << asCursor(names.last(), ordering.keys.at(i), ordering.hasRawBytes);
    }
    return {u"SELECT %1, n FROM (SELECT %2, row_number() OVER () AS n, lead(1) OVER () IS NULL AS is_last FROM "
            "(SELECT %3 FROM %4 WHERE %5 %6 LIMIT ?) walked) numbered WHERE n % ? = 0 OR is_last"_s.arg(
                texts.join(u", "_s), names.join(u", "_s), scanned.join(u", "_s), selection.from, selection.conditions.text(),
                orderBy(ordering)),
            selection.conditions.binds() + QVariantList{request.rows, request.step}};
}

} // namespace pivotal::sql
