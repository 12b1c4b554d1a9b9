#include "repo/sql/reach.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

QString listing(const IndexedRows &rows, const QString &condition)
{
    const QString alias = rows.table.section(u' ', 1);
    const QString only = rows.only.isEmpty() ? QString() : u" AND "_s + rows.only;
    return u"SELECT %1 AS id FROM %2 WHERE %3.\"organizationId\" = ? AND %4%5 ORDER BY %6"_s.arg(rows.id, rows.table, alias, condition,
                                                                                                 only, rows.keys)
           + limitPlace;
}

} // namespace

Reach reachOf(const IndexedRows &rows, const OrganizationId &organization, const QString &condition, const QVariantList &binds)
{
    Reach reach{u"SELECT l.id FROM (%1) l"_s.arg(listing(rows, condition)), QVariantList{organization.value} + binds, rows.index};
    reach.isRange = true;
    return reach;
}

Reach reachOfEach(const IndexedRows &rows, const OrganizationId &organization, const Statement &values, const QString &condition,
                  const QVariantList &binds)
{
    return {u"SELECT l.id FROM (%1) w(value) CROSS JOIN LATERAL (%2) l"_s.arg(values.text, listing(rows, condition)),
            values.binds + QVariantList{organization.value} + binds, rows.index};
}

Statement listOf(const QStringList &values)
{
    return {u"SELECT DISTINCT * FROM unnest(?::text[])"_s, {textArray(values)}};
}

Statement wordsOf(const QString &table, const QString &column, const OrganizationId &organization)
{
    const QString next = u"(SELECT %1 FROM %2 WHERE %3.\"organizationId\" = ?%4 ORDER BY %1 LIMIT 1)"_s;
    const QString alias = table.section(u' ', 1);
    return {
        u"WITH RECURSIVE words(word) AS (%1 UNION ALL SELECT %2 FROM words w WHERE w.word IS NOT NULL) SELECT w.word FROM words w WHERE w.word IS NOT NULL"_s
            .arg(next.arg(column, table, alias, QString()), next.arg(column, table, alias, u" AND %1 > w.word"_s.arg(column))),
        {organization.value, organization.value}};
}

std::optional<Statement> wordsBy(const Target &target, const QString &index, const QString &table, const QString &column)
{
    return target.missingIndexes.contains(index) ? std::nullopt : std::optional(wordsOf(table, column, target.organization));
}

QString bounded(const QString &column, const QString &value)
{
    return u"%1 >= %2 AND %1 <= %2"_s.arg(column, value);
}

} // namespace pivotal::sql
