#include "repo/audit/audit_sql.h"

#include "repo/domain/change_notice.h"
#include "repo/sql/range.h"

#include <algorithm>

namespace pivotal::sql {

namespace {

const QString storedColumns = QStringLiteral(R"(a.id, a."userId", a.action, a."entityType", a."entityId", a."oldValues", a."newValues",)"
                                             R"( a."ipAddress", a."userAgent", a."sessionId", a.metadata, a."createdAt")");

const QString actionKey = QStringLiteral("a.action");
const QString typeKey = QStringLiteral("a.\"entityType\"");
const QString createdKey = QStringLiteral("a.\"createdAt\"");
const QString byCreated = QStringLiteral("idx_audit_logs_org_created_id");
const QString byAction = QStringLiteral("idx_audit_logs_org_action_created_id");
const QString byPair = QStringLiteral("idx_audit_logs_org_type_action");
const QString byType = QStringLiteral("idx_audit_logs_org_type_created_id");

/// Which actions an entity type has.
std::optional<WordPairs> pairsOf(const Target &target, const QString &key, const QString &other)
{
    if (target.missingIndexes.contains(byPair))
        return std::nullopt;
    const bool isByType = key == typeKey;
    const QString type = isByType ? QStringLiteral("%1") : QStringLiteral("%2");
    const QString action = isByType ? QStringLiteral("%2") : QStringLiteral("%1");
    const QString pair = QStringLiteral("SELECT 1 FROM audit_logs p WHERE p.\"organizationId\" = ? AND p.\"entityType\" = ") + type + QStringLiteral(" AND ")
        + bounded(QStringLiteral("p.action"), action) + QStringLiteral(" ORDER BY p.\"entityType\", p.action LIMIT 1");
    return WordPairs{byPair, other, {pair, {target.organization.value}}};
}

/// Equal actions still read as a history: by time, then id.
QList<SortKey> sortKeys(const Target &target, AuditSortField field)
{
    const SortKey created{createdKey, false};
    const SortKey id{QStringLiteral("a.id")};
    const auto words = [&target](const QString &key, const QString &index, const QString &other) {
        return SortKey{key, true, wordsBy(target, index, QStringLiteral("audit_logs a"), key), pairsOf(target, key, other)};
    };
    switch (field) {
    case AuditSortField::Created: return {created, id};
    case AuditSortField::Action: return {words(actionKey, byAction, typeKey), created, id};
    case AuditSortField::EntityType: return {words(typeKey, byType, actionKey), created, id};
    }
    return {id};
}

QString indexOf(AuditSortField field)
{
    switch (field) {
    case AuditSortField::Created: return byCreated;
    case AuditSortField::Action: return byAction;
    case AuditSortField::EntityType: return byType;
    }
    return {};
}

/// The events of an index on the organization, these keys, and more.
IndexedRows indexed(const QString &index, const QString &keys)
{
    return {index, QStringLiteral("audit_logs a"), QStringLiteral("a.id"), keys};
}

/// Several, or some with a trailing *: the words that there are, looked up.
Statement actionsLike(const OrganizationId &organization, const QString &condition, const QVariantList &binds)
{
    const Statement words = wordsOf(QStringLiteral("audit_logs a"), actionKey, organization);
    return {QStringLiteral("SELECT a.action FROM (%1) a(action) WHERE %2").arg(words.text, condition), words.binds + binds};
}

void addActions(Conditions &conditions, const OrganizationId &organization, const QStringList &actions)
{
    const IndexedRows rows = indexed(byAction, actionKey);
    const auto each = [&](const Statement &words) { return reachOfEach(rows, organization, words, bounded(actionKey, QStringLiteral("w.value"))); };
    if (actions.size() == 1 && !actions.first().endsWith(u'*')) {
        conditions.add({actionKey + QStringLiteral(" = ?"), {actions.first()}, Condition::Place::Equal, actionKey, {}, createdKey,
                        reachOf(rows, organization, bounded(actionKey, QStringLiteral("?")), {actions.first(), actions.first()}), listOf(actions)});
        return;
    }
    QStringList exact;
    QStringList parts;
    QVariantList binds;
    for (const QString &action : actions) {
        if (!action.endsWith(u'*')) {
            exact << action;
            continue;
        }
        parts << actionKey + QStringLiteral(" LIKE ?");
        binds << prefixPattern(action.chopped(1));
    }
    if (actions.size() > 1) {
        parts.prepend(actionKey + QStringLiteral(" = ANY (?::text[])"));
        binds.prepend(textArray(exact));
    }
    const QString any = actions.size() > 1 ? u'(' + parts.join(QStringLiteral(" OR ")) + u')' : parts.first();
    const Statement words = exact.size() == actions.size() ? listOf(exact) : actionsLike(organization, any, binds);
    conditions.add({any, binds, Condition::Place::Row, actionKey, {}, createdKey, each(words), words});
}

void addTypes(Conditions &conditions, const OrganizationId &organization, const QStringList &types)
{
    const IndexedRows rows = indexed(byType, typeKey);
    if (types.size() == 1)
        conditions.add({typeKey + QStringLiteral(" = ?"), {types.first()}, Condition::Place::Equal, typeKey, {}, createdKey,
                        reachOf(rows, organization, bounded(typeKey, QStringLiteral("?")), {types.first(), types.first()}), listOf(types)});
    else
        conditions.add({typeKey + QStringLiteral(" = ANY (?::text[])"), {textArray(types)}, Condition::Place::Row, typeKey, {}, createdKey,
                        reachOfEach(rows, organization, listOf(types), bounded(typeKey, QStringLiteral("w.value"))), listOf(types)});
}

/// What two conditions say together: of two that many events meet, few or none may meet both. `first` fixes a key, `actions` the next.
Condition pairOf(const IndexedRows &rows, const OrganizationId &organization, const QString &first, const QStringList &values, const QStringList &actions)
{
    const QString both = first + QStringLiteral(" = %1 AND ") + bounded(actionKey, QStringLiteral("%2"));
    Condition condition{{}, {}, Condition::Place::Scope};
    if (actions.size() == 1 && values.size() == 1)
        condition.reach = reachOf(rows, organization, both.arg(QStringLiteral("?"), QStringLiteral("?")), {values.first(), actions.first(), actions.first()});
    else
        condition.reach = reachOfEach(rows, organization,
                                      {QStringLiteral("SELECT DISTINCT f.word, o.word AS other FROM unnest(?::text[]) f(word), unnest(?::text[]) o(word)"),
                                       {textArray(values), textArray(actions)}},
                                      both.arg(QStringLiteral("w.value"), QStringLiteral("w.other")));
    return condition;
}

bool areWords(const QStringList &actions)
{
    return !actions.isEmpty() && std::none_of(actions.begin(), actions.end(), [](const QString &action) { return action.endsWith(u'*'); });
}

/// The index begins with the type: so, unless one is asked for, each of those that there are is looked up.
void addEntity(Conditions &conditions, const OrganizationId &organization, const QStringList &types, const QString &entity)
{
    const QString keys = QStringLiteral("a.\"entityType\", a.\"entityId\"");
    const IndexedRows rows = indexed(QStringLiteral("idx_audit_logs_org_entity_created_id"), keys);
    const Statement words = types.isEmpty() ? wordsOf(QStringLiteral("audit_logs a"), typeKey, organization) : listOf(types);
    conditions.add({QStringLiteral("a.\"entityId\" = ?"), {entity}, Condition::Place::Equal, QStringLiteral("a.\"entityId\""), typeKey, createdKey,
                    reachOfEach(rows, organization, words, QStringLiteral("a.\"entityType\" = w.value AND ") + bounded(QStringLiteral("a.\"entityId\""), QStringLiteral("?")), {entity, entity}), words});
}

const QString actorKey = QStringLiteral("a.\"userId\"");
const QString byActor = QStringLiteral("idx_audit_logs_org_actor_created_id");
const QString byActorAction = QStringLiteral("idx_audit_logs_org_actor_action");

QList<Condition> ofActor(const OrganizationId &organization, const QVariant &id, const QStringList &actions)
{
    QList<Condition> conditions{{actorKey + QStringLiteral(" = ?"), {id}, Condition::Place::Equal, actorKey, {}, createdKey,
                                 reachOf(indexed(byActor, actorKey), organization, bounded(actorKey, QStringLiteral("?")), {id, id})}};
    if (areWords(actions))
        conditions << pairOf(indexed(byActorAction, actorKey + QStringLiteral(", ") + actionKey), organization, actorKey, {id.toString()}, actions);
    return conditions;
}

/// One id, so that an index on the actor and the time is read in its order; the dear way to find it comes last.
void addActor(Conditions &conditions, const Target &target, const QString &actor, const QStringList &actions)
{
    const QString find = QStringLiteral("(SELECT w.id FROM users w WHERE w.\"organizationId\" = ? AND %1 LIMIT 1)");
    QString anyCase = QStringLiteral("lower(w.email) = lower(?)");
    QVariantList binds{target.organization.value, actor, target.organization.value, actor, target.organization.value, actor};
    if (target.foldsText) { // which has an index
        anyCase += QStringLiteral(" AND ") + foldedLike(QStringLiteral("w.email"), Match::Whole);
        binds << actor;
    }
    const QString id = QStringLiteral("COALESCE(%1, %2, %3)").arg(find.arg(QStringLiteral("w.id = ?")), find.arg(QStringLiteral("w.email = ?")), find.arg(anyCase));
    const Statement value{QStringLiteral("SELECT ") + id, binds};
    Condition condition{QStringLiteral("%1 = %2").arg(actorKey, id), binds, Condition::Place::Equal, actorKey, {}, createdKey,
                        reachOfEach(indexed(byActor, actorKey), target.organization, value, bounded(actorKey, QStringLiteral("w.value")))};
    condition.lookup = std::make_shared<Lookup>(value, [organization = target.organization, actions](const QVariant &found) { return ofActor(organization, found, actions); });
    conditions.add(condition);
}

/// Exact, or with a trailing *. The index compares byte by byte, whatever the collation: so a prefix is a range of it.
void addAddress(Conditions &conditions, const OrganizationId &organization, const QString &address)
{
    const bool isPrefix = address.endsWith(u'*');
    const QString low = isPrefix ? address.chopped(1) : address;
    const QString high = isPrefix ? behindPrefix(low) : address;
    Condition condition{QStringLiteral("a.\"ipAddress\" ") + (isPrefix ? QStringLiteral("LIKE ?") : QStringLiteral("= ?")), {isPrefix ? prefixPattern(low) : low}};
    if (!high.isEmpty()) {
        const Statement range{QStringLiteral("a.\"ipAddress\" ~>=~ ? AND a.\"ipAddress\" %1 ?").arg(isPrefix ? QStringLiteral("~<~") : QStringLiteral("~<=~")), {low, high}};
        condition.reach = reachOf(indexed(QStringLiteral("idx_audit_logs_org_address_id"), QStringLiteral("a.\"ipAddress\" USING ~<~")), organization, range.text, range.binds);
        if (isPrefix) // LIKE is one only while the pattern is known
            condition.reach->range = range;
    }
    conditions.add(condition);
}

Conditions where(const Target &target, const AuditFilter &filter)
{
    const OrganizationId &organization = target.organization;
    Conditions conditions;
    conditions.add({QStringLiteral("a.\"organizationId\" = ?"), {organization.value}, Condition::Place::Scope});
    if (!filter.actions.isEmpty())
        addActions(conditions, organization, filter.actions);
    if (!filter.entityTypes.isEmpty())
        addTypes(conditions, organization, filter.entityTypes);
    if (areWords(filter.actions) && !filter.entityTypes.isEmpty())
        conditions.add(pairOf(indexed(byPair, typeKey + QStringLiteral(", ") + actionKey), organization, typeKey, filter.entityTypes, filter.actions));
    if (!filter.entityId.isEmpty())
        addEntity(conditions, organization, filter.entityTypes, filter.entityId);
    if (!filter.actor.isEmpty())
        addActor(conditions, target, filter.actor, filter.actions);
    if (!filter.ipAddress.isEmpty())
        addAddress(conditions, organization, filter.ipAddress);
    addRange(conditions, organization, createdKey, filter.created, indexed(byCreated, createdKey));
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
    return {sortKeys(target, sort.field), sort.direction == SortDirection::Descending, target.hasRawBytes, indexOf(sort.field)};
}

Statement eventsSlice(const Target &target, const Selection &selection, const Ordering &ordering, const SliceRequest &request, const AccessPath &path)
{
    const Statement rows = sliceRows(storedColumns, selection, ordering, request, path);
    return {QStringLiteral(
                R"(SELECT a.id, a."userId", actor.email, COALESCE(NULLIF(actor."displayName", ''), actor."firstName" || ' ')"
                R"( || actor."lastName"), a.action, a."entityType", a."entityId", a."oldValues", a."newValues",)"
                R"( a."ipAddress", a."userAgent", a."sessionId", a.metadata, a."createdAt", %1 FROM (%2) a LEFT JOIN users actor ON)"
                R"( actor."organizationId" = ? AND actor.id = a."userId" %3)")
                .arg(cursorColumns(ordering), rows.text, orderBy(ordering)),
            rows.binds + QVariantList{target.organization.value}};
}

Statement slice(const Target &target, const AuditFilter &filter, const AuditSort &sort, const SliceRequest &request)
{
    return eventsSlice(target, selectionOf(target, filter), orderingOf(target, sort), request);
}

Selection selectionOf(const Target &target, const AuditFilter &filter)
{
    return known({QStringLiteral("audit_logs a"), where(target, filter)}, target);
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

Statement auditSummary(const Selection &events)
{
    return {QStringLiteral("SELECT GROUPING(a.action), GROUPING(a.\"entityType\"), COALESCE(a.action, ''), COALESCE(a.\"entityType\", "
                           "''), count(*) AS n FROM %1 WHERE %2 GROUP BY GROUPING SETS ((), (a.action), "
                           "(a.\"entityType\")) ORDER BY n DESC, 3, 4")
                .arg(events.from, events.conditions.text()),
            events.conditions.binds()};
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
