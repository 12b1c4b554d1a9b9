#include "repo/sql/reach.h"

namespace pivotal::sql {

namespace {

QString listing(const IndexedRows &rows, const QString &condition)
{
    const QString alias = rows.table.section(u' ', 1);
    const QString only = rows.only.isEmpty() ? QString() : QStringLiteral(" AND ") + rows.only;
    return QStringLiteral("SELECT %1 AS id FROM %2 WHERE %3.\"organizationId\" = ? AND %4%5 ORDER BY %6").arg(rows.id, rows.table, alias, condition, only, rows.keys) + limitPlace;
}

} // namespace

Reach reachOf(const IndexedRows &rows, const OrganizationId &organization, const QString &condition, const QVariantList &binds)
{
    Reach reach{QStringLiteral("SELECT l.id FROM (%1) l").arg(listing(rows, condition)), QVariantList{organization.value} + binds, rows.index};
    reach.isRange = true;
    return reach;
}

Reach reachOfEach(const IndexedRows &rows, const OrganizationId &organization, const Statement &values, const QString &condition, const QVariantList &binds)
{
    return {QStringLiteral("SELECT l.id FROM (%1) w(value) CROSS JOIN LATERAL (%2) l").arg(values.text, listing(rows, condition)),
            values.binds + QVariantList{organization.value} + binds, rows.index};
}

Statement listOf(const QStringList &values)
{
    return {QStringLiteral("SELECT DISTINCT * FROM unnest(?::text[])"), {textArray(values)}};
}

Statement wordsOf(const QString &table, const QString &column, const OrganizationId &organization)
{
    const QString next = QStringLiteral("(SELECT %1 FROM %2 WHERE %3.\"organizationId\" = ?%4 ORDER BY %1 LIMIT 1)");
    const QString alias = table.section(u' ', 1);
    return {QStringLiteral("WITH RECURSIVE words(word) AS (%1 UNION ALL SELECT %2 FROM words w WHERE w.word IS NOT NULL) SELECT w.word FROM words w WHERE w.word IS NOT NULL")
                .arg(next.arg(column, table, alias, QString()), next.arg(column, table, alias, QStringLiteral(" AND %1 > w.word").arg(column))),
            {organization.value, organization.value}};
}

std::optional<Statement> wordsBy(const Target &target, const QString &index, const QString &table, const QString &column)
{
    return target.missingIndexes.contains(index) ? std::nullopt : std::optional(wordsOf(table, column, target.organization));
}

QString bounded(const QString &column, const QString &value)
{
    return QStringLiteral("%1 >= %2 AND %1 <= %2").arg(column, value);
}

} // namespace pivotal::sql
