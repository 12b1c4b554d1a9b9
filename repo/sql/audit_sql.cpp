#include "repo/sql/audit_sql.h"

#include "repo/domain/change_notice.h"
#include "repo/sql/range.h"

namespace pivotal::sql {

namespace {

const QString storedColumns = QStringLiteral(R"(a.id, a."userId", a.action, a."entityType", a."entityId", a."oldValues", a."newValues",)"
                                             R"( a."ipAddress", a."userAgent", a."sessionId", a.metadata, a."createdAt")");

/// Equal actions still read as a history: by time, then id.
QList<SortKey> sortKeys(AuditSortField field)
{
    const SortKey created{QStringLiteral("a.\"createdAt\""), false};
    const SortKey id{QStringLiteral("a.id")};
    switch (field) {
    case AuditSortField::Created: return {created, id};
    case AuditSortField::Action: return {{QStringLiteral("a.action")}, created, id};
    case AuditSortField::EntityType: return {{QStringLiteral("a.\"entityType\"")}, created, id};
    }
    return {id};
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

/// Any of several, each exact or with a trailing *.
void addAnyOf(Conditions &conditions, const QString &column, const QStringList &texts)
{
    if (texts.size() <= 1) {
        addExactOrPrefix(conditions, column, texts.value(0));
        return;
    }
    QStringList exact;
    QStringList parts{column + QStringLiteral(" = ANY (?::text[])")};
    QVariantList binds{QVariant()};
    for (const QString &text : texts) {
        if (!text.endsWith(u'*')) {
            exact << text;
            continue;
        }
        parts << column + QStringLiteral(" LIKE ?");
        binds << prefixPattern(text.chopped(1));
    }
    binds.first() = textArray(exact);
    conditions.add(u'(' + parts.join(QStringLiteral(" OR ")) + u')', binds);
}

/// One id, so that an index on the actor and the time is read in its order; the dear way to find it comes last.
void addActor(Conditions &conditions, const Target &target, const QString &actor)
{
    const QString find = QStringLiteral("(SELECT w.id FROM users w WHERE w.\"organizationId\" = ? AND %1 LIMIT 1)");
    QString anyCase = QStringLiteral("lower(w.email) = lower(?)");
    QVariantList binds{target.organization.value, actor, target.organization.value, actor, target.organization.value, actor};
    if (target.foldsText) { // which has an index
        anyCase += QStringLiteral(" AND ") + foldedLike(QStringLiteral("w.email"), Match::Whole);
        binds << actor;
    }
    conditions.add(QStringLiteral("a.\"userId\" = COALESCE(%1, %2, %3)")
                       .arg(find.arg(QStringLiteral("w.id = ?")), find.arg(QStringLiteral("w.email = ?")), find.arg(anyCase)),
                   binds);
}

Conditions where(const Target &target, const AuditFilter &filter)
{
    Conditions conditions;
    conditions.add(QStringLiteral("a.\"organizationId\" = ?"), {target.organization.value});
    addAnyOf(conditions, QStringLiteral("a.action"), filter.actions);
    if (filter.entityTypes.size() == 1)
        conditions.add(QStringLiteral("a.\"entityType\" = ?"), {filter.entityTypes.first()});
    else if (!filter.entityTypes.isEmpty())
        conditions.add(QStringLiteral("a.\"entityType\" = ANY (?::text[])"), {textArray(filter.entityTypes)});
    if (!filter.entityId.isEmpty())
        conditions.add(QStringLiteral("a.\"entityId\" = ?"), {filter.entityId});
    if (!filter.actor.isEmpty())
        addActor(conditions, target, filter.actor);
    addExactOrPrefix(conditions, QStringLiteral("a.\"ipAddress\""), filter.ipAddress);
    addRange(conditions, QStringLiteral("a.\"createdAt\""), filter.created);
    return conditions;
}

QString textOf(const Json &json)
{
    return QString::fromUtf8(json.text);
}

QVariant bindable(const std::optional<Json> &json)
{
    return json ? QVariant(textOf(*json)) : QVariant(QMetaType::fromType<QString>());
}

} // namespace

Ordering orderingOf(const Target &target, const AuditSort &sort)
{
    return {sortKeys(sort.field), sort.direction == SortDirection::Descending, target.hasRawBytes};
}

Statement slice(const Target &target, const AuditFilter &filter, const AuditSort &sort,
                const SliceRequest &request)
{
    const Ordering ordering = orderingOf(target, sort);
    const Statement rows = sliceRows(storedColumns, selectionOf(target, filter), ordering, request);
    return {QStringLiteral(
                R"(SELECT a.id, a."userId", actor.email, COALESCE(NULLIF(actor."displayName", ''), actor."firstName" || ' ')"
                R"( || actor."lastName"), a.action, a."entityType", a."entityId", a."oldValues", a."newValues",)"
                R"( a."ipAddress", a."userAgent", a."sessionId", a.metadata, a."createdAt", %1 FROM (%2) a LEFT JOIN users actor ON)"
                R"( actor."organizationId" = ? AND actor.id = a."userId" %3)")
                .arg(cursorColumns(ordering), rows.text, orderBy(ordering)),
            rows.binds + QVariantList{target.organization.value}};
}

Selection selectionOf(const Target &target, const AuditFilter &filter)
{
    return {QStringLiteral("audit_logs a"), where(target, filter)};
}

Statement insertAuditFrom(const QString &source, const OrganizationId &organization, const AuditRow &audit)
{
    return {QStringLiteral(
                R"(INSERT INTO audit_logs (id, "organizationId", "userId", action, "entityType", "entityId",)"
                R"( "oldValues", "newValues", "ipAddress", "userAgent", metadata, "createdAt") SELECT ?, ?, ?, ?, ?, ?,)"
                R"( ?::jsonb, ?::jsonb, host(inet_client_addr()), ?, ?::jsonb || jsonb_build_object('databaseUser',)"
                R"( session_user), %1 FROM %2)")
                .arg(utcNow, source),
            {audit.id.value, organization.value, audit.actorId.value, audit.action, audit.entityType, audit.entityId,
             bindable(audit.oldValues), bindable(audit.newValues), audit.userAgent, textOf(audit.metadata.json())}};
}

Statement insertAuditBatch(const OrganizationId &organization, const QList<AuditRow> &rows, const QString &origin)
{
    QStringList ids, actors, actions, types, entities, oldValues, newValues, agents, metadata, times;
    for (const AuditRow &row : rows) {
        ids << row.id.value;
        actors << row.actorId.value;
        actions << row.action;
        types << row.entityType;
        entities << row.entityId;
        oldValues << (row.oldValues ? textOf(*row.oldValues) : QString());
        newValues << (row.newValues ? textOf(*row.newValues) : QString());
        agents << row.userAgent;
        metadata << textOf(row.metadata.json());
        times << row.createdAt.toSqlText();
    }
    const ChangeNotice notice{organization, eventsResource, {}, origin};
    return {QStringLiteral(
                R"(WITH logged AS (INSERT INTO audit_logs (id, "organizationId", "userId", action, "entityType", "entityId",)"
                R"( "oldValues", "newValues", "ipAddress", "userAgent", metadata, "createdAt") SELECT e.id, ?,)"
                R"( NULLIF(e.actor, ''), e.action, e.type, e.entity, NULLIF(e.old, '')::jsonb, NULLIF(e.new, '')::jsonb,)"
                R"( host(inet_client_addr()), e.agent, e.metadata::jsonb || jsonb_build_object('databaseUser', session_user),)"
                R"( e.at::timestamp FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],)"
                R"( ?::text[], ?::text[], ?::text[]) AS e(id, actor, action, type, entity, old, new, agent, metadata, at))"
                R"( ON CONFLICT DO NOTHING RETURNING id) SELECT pg_notify(?, ?) FROM logged)"),
            {organization.value, textArray(ids), textArray(actors), textArray(actions), textArray(types), textArray(entities),
             textArray(oldValues), textArray(newValues), textArray(agents), textArray(metadata), textArray(times), changesChannel, notice.toPayload()}};
}

Statement auditSummary(const Target &target, const AuditFilter &filter)
{
    const Conditions conditions = where(target, filter);
    return {QStringLiteral("SELECT GROUPING(a.action), GROUPING(a.\"entityType\"), COALESCE(a.action, ''), COALESCE(a.\"entityType\", "
                           "''), count(*) AS n FROM audit_logs a WHERE %1 GROUP BY GROUPING SETS ((), (a.action), "
                           "(a.\"entityType\")) ORDER BY n DESC, 3, 4")
                .arg(conditions.text()),
            conditions.binds()};
}

Statement countOlderThan(const OrganizationId &organization, Instant cutoff)
{
    return {QStringLiteral("SELECT count(*) FROM audit_logs a WHERE a.\"organizationId\" = ? AND a.\"createdAt\" < ?"),
            {organization.value, cutoff.toSqlText()}};
}

Statement deleteOlderThan(const OrganizationId &organization, Instant cutoff, int limit)
{
    return {QStringLiteral("DELETE FROM audit_logs a WHERE a.\"organizationId\" = ? AND a.id IN (SELECT b.id FROM audit_logs b WHERE "
                           "b.\"organizationId\" = ? AND b.\"createdAt\" < ? ORDER BY b.\"createdAt\", b.id LIMIT ?)"),
            {organization.value, organization.value, cutoff.toSqlText(), limit}};
}

} // namespace pivotal::sql
