#include "repo/sql/ordering.h"

#include <QCoreApplication>

namespace pivotal::sql {

namespace {

QString expressionsOf(const Ordering &ordering)
{
    QStringList expressions;
    for (const SortKey &key : ordering.keys)
        expressions << key.expression;
    return expressions.join(QStringLiteral(", "));
}

/// Untyped: the server takes it for the key's own type, be that varchar, citext, or a timestamp with or without zone, so that
/// it is compared as it is ordered.
QString placeholder(const SortKey &key, bool isEncoded)
{
    return isEncoded && key.isText ? QStringLiteral("convert_from(decode(?, 'hex'), 'SQL_ASCII')") : QStringLiteral("?");
}

QString asCursor(const QString &expression, const SortKey &key, bool isEncoded)
{
    return isEncoded && key.isText ? QStringLiteral("encode(convert_to(%1::text, 'SQL_ASCII'), 'hex')").arg(expression) : expression + QStringLiteral("::text");
}

} // namespace

QString orderBy(const Ordering &ordering, Direction direction)
{
    const bool isDescending = ordering.isDescending != (direction == Direction::Backward);
    QStringList keys;
    for (const SortKey &key : ordering.keys)
        keys << key.expression + (isDescending ? QStringLiteral(" DESC") : QStringLiteral(" ASC"));
    return QStringLiteral("ORDER BY ") + keys.join(QStringLiteral(", "));
}

QString namedKeys(const Ordering &ordering)
{
    QStringList columns;
    for (qsizetype i = 0; i < ordering.keys.size(); ++i)
        columns << QStringLiteral("%1 AS k%2").arg(ordering.keys.at(i).expression).arg(i);
    return columns.join(QStringLiteral(", "));
}

QString orderByNames(const Ordering &ordering, const QString &alias, Direction direction)
{
    Ordering named{{}, ordering.isDescending};
    for (qsizetype i = 0; i < ordering.keys.size(); ++i) {
        const bool isId = ordering.keys.at(i).expression.endsWith(QStringLiteral(".id"));
        named.keys << SortKey{isId ? alias + QStringLiteral(".id") : QStringLiteral("%1.k%2").arg(alias).arg(i)};
    }
    return orderBy(named, direction);
}

QString cursorColumns(const Ordering &ordering)
{
    QStringList columns;
    for (const SortKey &key : ordering.keys)
        columns << asCursor(key.expression, key, ordering.hasRawBytes);
    return columns.join(QStringLiteral(", "));
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
    conditions.add({QStringLiteral("(%1) %2 (%3)")
                        .arg(expressionsOf(ordering), isLess ? QStringLiteral("<") : QStringLiteral(">"), placeholders.join(QStringLiteral(", "))),
                    binds, Condition::Place::Scope});
}

void addEqual(Conditions &conditions, const Ordering &ordering, const Cursor &cursor)
{
    const SortKey &key = ordering.keys.first();
    conditions.add({QStringLiteral("%1 = %2").arg(key.expression, placeholder(key, ordering.hasRawBytes)), {cursor.keys.first()}, Condition::Place::Equal, key.expression});
}

Statement anchorWalk(Selection selection, const Ordering &ordering, const AnchorRequest &request)
{
    if (request.after)
        addBeyond(selection.conditions, ordering, Direction::Forward, *request.after);
    if (request.until)
        addBeyond(selection.conditions, ordering, Direction::Backward, *request.until);
    QStringList walked;
    QStringList names;
    QStringList texts;
    for (qsizetype i = 0; i < ordering.keys.size(); ++i) {
        names << QStringLiteral("k%1").arg(i);
        walked << ordering.keys.at(i).expression + QStringLiteral(" AS ") + names.last();
        texts << asCursor(names.last(), ordering.keys.at(i), ordering.hasRawBytes);
    }
    return {QStringLiteral("SELECT %1, n FROM (SELECT %2, row_number() OVER () AS n, lead(1) OVER () IS NULL AS is_last FROM "
                           "(SELECT %3 FROM %4 WHERE %5 %6 LIMIT ?) walked) numbered WHERE n % ? = 0 OR is_last")
                .arg(texts.join(QStringLiteral(", ")), names.join(QStringLiteral(", ")), walked.join(QStringLiteral(", ")),
                     selection.from, selection.conditions.text(), orderBy(ordering)),
            selection.conditions.binds() + QVariantList{request.rows, request.step}};
}

} // namespace pivotal::sql
