#include "repo/sql/audit_sql.h"

#include "repo/sql/range.h"

#include <QJsonDocument>

namespace pivotal::sql {

namespace {

QString sortKey(AuditSortField field)
{
    switch (field) {
    case AuditSortField::Created: return QStringLiteral("a.\"createdAt\"");
    case AuditSortField::Action: return QStringLiteral("a.action");
    case AuditSortField::EntityType: return QStringLiteral("a.\"entityType\"");
    }
    return QStringLiteral("a.id");
}

/// Ended by the time and the id in the same direction, so that equal actions still read as a history.
QString orderBy(const AuditSort &sort)
{
    const QString direction =
        sort.direction == SortDirection::Ascending ? QStringLiteral("ASC") : QStringLiteral("DESC");
    QStringList keys{sortKey(sort.field)};
    if (sort.field != AuditSortField::Created)
        keys << sortKey(AuditSortField::Created);
    keys << QStringLiteral("a.id");
    for (QString &key : keys)
        key += u' ' + direction;
    return QStringLiteral("ORDER BY ") + keys.join(QStringLiteral(", "));
}

void addExactOrPrefix(Conditions &conditions, const QString &column, const QString &text)
{
    if (text.isEmpty())
        return;
    if (text.endsWith(u'*'))
        conditions.add(column + QStringLiteral(" LIKE ?"), {prefixPattern(text.chopped(1))});
    else
        conditions.add(column + QStringLiteral(" = ?"), {text});
}

Conditions where(const OrganizationId &organization, const AuditFilter &filter)
{
    Conditions conditions;
    conditions.add(QStringLiteral("a.\"organizationId\" = ?"), {organization.value});
    addExactOrPrefix(conditions, QStringLiteral("a.action"), filter.action);
    if (!filter.entityType.isEmpty())
        conditions.add(QStringLiteral("a.\"entityType\" = ?"), {filter.entityType});
    if (!filter.entityId.isEmpty())
        conditions.add(QStringLiteral("a.\"entityId\" = ?"), {filter.entityId});
    if (!filter.actor.isEmpty())
        conditions.add(QStringLiteral("a.\"userId\" IN (SELECT w.id FROM users w WHERE w.\"organizationId\" = ? AND "
                                      "(w.id = ? OR lower(w.email) = lower(?)))"),
                       {organization.value, filter.actor, filter.actor});
    addExactOrPrefix(conditions, QStringLiteral("a.\"ipAddress\""), filter.ipAddress);
    addRange(conditions, QStringLiteral("a.\"createdAt\""), filter.created);
    return conditions;
}

QString jsonText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

Statement auditPage(const OrganizationId &organization, const AuditFilter &filter, const AuditSort &sort,
                    const PageRequest &request)
{
    const Conditions conditions = where(organization, filter);
    const bool count = request.total == Total::Count;
    const QString total = count ? QStringLiteral("SELECT count(*) AS n FROM audit_logs a WHERE ") + conditions.text()
                                : QStringLiteral("SELECT -1::bigint AS n");
    Statement statement;
    statement.text =
        QStringLiteral(
            R"(WITH total AS (%1), page AS (SELECT a.id, a."userId", a.action, a."entityType", a."entityId",)"
            R"( a."oldValues", a."newValues", a."ipAddress", a."userAgent", a."sessionId", a.metadata, a."createdAt")"
            R"( FROM audit_logs a WHERE %2 %3 LIMIT ? OFFSET ?))"
            R"( SELECT total.n, a.id, a."userId", actor.email, COALESCE(NULLIF(actor."displayName", ''),)"
            R"( actor."firstName" || ' ' || actor."lastName"), a.action, a."entityType", a."entityId", a."oldValues",)"
            R"( a."newValues", a."ipAddress", a."userAgent", a."sessionId", a.metadata, %4)"
            R"( FROM total LEFT JOIN page a ON true LEFT JOIN users actor ON actor."organizationId" = ? AND)"
            R"( actor.id = a."userId" %3)")
            .arg(total, conditions.text(), orderBy(sort), epochMsecs(QStringLiteral("a.\"createdAt\"")));
    if (count)
        statement.binds << conditions.binds();
    statement.binds << conditions.binds() << request.pageSize << request.offset() << organization.value;
    return statement;
}

Statement insertAuditFrom(const QString &source, const OrganizationId &organization, const AuditInsert &audit)
{
    return {QStringLiteral(
                R"(INSERT INTO audit_logs (id, "organizationId", "userId", action, "entityType", "entityId",)"
                R"( "oldValues", "newValues", "ipAddress", "userAgent", metadata, "createdAt") SELECT ?, ?, ?, ?, ?, ?,)"
                R"( ?::jsonb, ?::jsonb, host(inet_client_addr()), ?, ?::jsonb || jsonb_build_object('databaseUser',)"
                R"( session_user), %1 FROM %2)")
                .arg(utcNow, source),
            {audit.id.value, organization.value, audit.actorId.value, audit.action, audit.entityType, audit.entityId,
             jsonText(audit.oldValues), jsonText(audit.newValues), audit.userAgent, jsonText(audit.metadata)}};
}

} // namespace pivotal::sql
