#include "repo/audit/audit_sql.h"

#include "repo/domain/change_notice.h"
#include "repo/sql/range.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

const QString storedColumns = uR"(a.id, a."userId", a.action, a."entityType", a."entityId", a."oldValues", a."newValues",)"
                              R"( a."ipAddress", a."userAgent", a."sessionId", a.metadata, a."createdAt")"_s;

const QString actionKey = u"a.action"_s;
const QString typeKey = u"a.\"entityType\""_s;
const QString createdKey = u"a.\"createdAt\""_s;
const QString byCreated = u"idx_audit_logs_org_created_id"_s;
const QString byAction = u"idx_audit_logs_org_action_created_id"_s;
const QString byPair = u"idx_audit_logs_org_type_action"_s;
const QString byType = u"idx_audit_logs_org_type_created_id"_s;

/// Which actions an entity type has.
std::optional<WordPairs> pairsOf(const Target &target, const QString &key, const QString &other)
{
    if (target.missingIndexes.contains(byPair))
        return std::nullopt;
    const bool isByType = key == typeKey;
    const QString type = isByType ? u"%1"_s : u"%2"_s;
    const QString action = isByType ? u"%2"_s : u"%1"_s;
    const QString pair = u"SELECT 1 FROM audit_logs p WHERE p.\"organizationId\" = ? AND p.\"entityType\" = "_s + type + u" AND "_s
                         + bounded(u"p.action"_s, action) + u" ORDER BY p.\"entityType\", p.action LIMIT 1"_s;
    return WordPairs{byPair, other, {pair, {target.organization.value}}};
}

/// Equal actions still read as a history: by time, then id.
QList<SortKey> sortKeys(const Target &target, AuditSortField field)
{
    const SortKey created{createdKey, false};
    const SortKey id{u"a.id"_s};
    const auto words = [&target](const QString &key, const QString &index, const QString &other) {
        return SortKey{key, true, wordsBy(target, index, u"audit_logs a"_s, key), pairsOf(target, key, other)};
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
    return {index, u"audit_logs a"_s, u"a.id"_s, keys};
}

/// Several, or some with a trailing *: the words that there are, looked up.
Statement actionsLike(const OrganizationId &organization, const QString &condition, const QVariantList &binds)
{
    const Statement words = wordsOf(u"audit_logs a"_s, actionKey, organization);
    return {u"SELECT a.action FROM (%1) a(action) WHERE %2"_s.arg(words.text, condition), words.binds + binds};
}

bool isWord(const QStringList &actions)
{
    return actions.size() == 1 && !actions.first().endsWith(u'*');
}

/// The key has this value; the index holds the key, and then the time.
Condition ofOne(const IndexedRows &rows, const OrganizationId &organization, const QVariant &value)
{
    return {rows.keys + u" = ?"_s,
            {value},
            Condition::Place::Equal,
            rows.keys,
            {},
            createdKey,
            reachOf(rows, organization, bounded(rows.keys, u"?"_s), {value, value})};
}

Condition ofWord(const IndexedRows &rows, const OrganizationId &organization, const QString &word)
{
    Condition condition = ofOne(rows, organization, word);
    condition.words = listOf({word});
    return condition;
}

void addActions(Conditions &conditions, const OrganizationId &organization, const QStringList &actions)
{
    const IndexedRows rows = indexed(byAction, actionKey);
    const auto each = [&](const Statement &words) { return reachOfEach(rows, organization, words, bounded(actionKey, u"w.value"_s)); };
    if (isWord(actions)) {
        conditions.add(ofWord(rows, organization, actions.first()));
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
        parts << actionKey + u" LIKE ?"_s;
        binds << prefixPattern(action.chopped(1));
    }
    if (actions.size() > 1) {
        parts.prepend(actionKey + u" = ANY (?::text[])"_s);
        binds.prepend(textArray(exact));
    }
    const QString any = actions.size() > 1 ? u'(' + parts.join(u" OR "_s) + u')' : parts.first();
    const Statement words = exact.size() == actions.size() ? listOf(exact) : actionsLike(organization, any, binds);
    conditions.add({any, binds, Condition::Place::Row, actionKey, {}, createdKey, each(words), words});
}

void addTypes(Conditions &conditions, const OrganizationId &organization, const QStringList &types)
{
    const IndexedRows rows = indexed(byType, typeKey);
    if (types.size() == 1)
        conditions.add(ofWord(rows, organization, types.first()));
    else
        conditions.add({typeKey + u" = ANY (?::text[])"_s,
                        {textArray(types)},
                        Condition::Place::Row,
                        typeKey,
                        {},
                        createdKey,
                        reachOfEach(rows, organization, listOf(types), bounded(typeKey, u"w.value"_s)),
                        listOf(types)});
}

/// What two conditions say together: of two that many events meet, few or none may meet both. `first` fixes a key, `action` the
/// next. Of one word each: a list's are compared as text, whatever the column's type.
Condition pairOf(const IndexedRows &rows, const OrganizationId &organization, const QString &first, const QString &value,
                 const QString &action)
{
    Condition condition{{}, {}, Condition::Place::Scope};
    condition.reach = reachOf(rows, organization, first + u" = ? AND "_s + bounded(actionKey, u"?"_s), {value, action, action});
    condition.reach->isRange = false; // of two indexes that list millions each the planner doesn't know how few are on both
    return condition;
}

/// The index begins with the type: so, unless one is asked for, each of those that there are is looked up.
void addEntity(Conditions &conditions, const OrganizationId &organization, const QStringList &types, const QString &entity)
{
    const QString keys = u"a.\"entityType\", a.\"entityId\""_s;
    const IndexedRows rows = indexed(u"idx_audit_logs_org_entity_created_id"_s, keys);
    const Statement words = types.isEmpty() ? wordsOf(u"audit_logs a"_s, typeKey, organization) : listOf(types);
    conditions.add({u"a.\"entityId\" = ?"_s,
                    {entity},
                    Condition::Place::Equal,
                    u"a.\"entityId\""_s,
                    typeKey,
                    createdKey,
                    reachOfEach(rows, organization, words, u"a.\"entityType\" = w.value AND "_s + bounded(u"a.\"entityId\""_s, u"?"_s),
                                {entity, entity}),
                    words});
}

const QString actorKey = u"a.\"userId\""_s;
const QString byActor = u"idx_audit_logs_org_actor_created_id"_s;
const QString byActorAction = u"idx_audit_logs_org_actor_action"_s;

QList<Condition> ofActor(const OrganizationId &organization, const QVariant &id, const QStringList &actions)
{
    QList<Condition> conditions{ofOne(indexed(byActor, actorKey), organization, id)};
    if (isWord(actions))
        conditions << pairOf(indexed(byActorAction, actorKey + u", "_s + actionKey), organization, actorKey, id.toString(),
                             actions.first());
    return conditions;
}

/// One id, so that an index on the actor and the time is read in its order; the expensive way to find it comes last.
void addActor(Conditions &conditions, const Target &target, const QString &actor, const QStringList &actions)
{
    const QString find = u"(SELECT w.id FROM users w WHERE w.\"organizationId\" = ? AND %1 LIMIT 1)"_s;
    QString anyCase = u"lower(w.email) = lower(?)"_s;
    QVariantList binds{target.organization.value, actor, target.organization.value, actor, target.organization.value, actor};
    if (target.foldsText) { // which has an index
        anyCase += u" AND "_s + foldedLike(u"w.email"_s, Match::Whole);
        binds << actor;
    }
    const QString id = u"COALESCE(%1, %2, %3)"_s.arg(find.arg(u"w.id = ?"_s), find.arg(u"w.email = ?"_s), find.arg(anyCase));
    const Statement value{u"SELECT "_s + id, binds};
    Condition condition{u"%1 = %2"_s.arg(actorKey, id),
                        binds,
                        Condition::Place::Equal,
                        actorKey,
                        {},
                        createdKey,
                        reachOfEach(indexed(byActor, actorKey), target.organization, value, bounded(actorKey, u"w.value"_s))};
    condition.lookup = std::make_shared<Lookup>(
        value, [organization = target.organization, actions](const QVariant &found) { return ofActor(organization, found, actions); });
    conditions.add(condition);
}

/// Exact, or with a trailing *. The index compares byte by byte, whatever the collation: so a prefix is a range of it.
void addAddress(Conditions &conditions, const OrganizationId &organization, const QString &address)
{
    const bool isPrefix = address.endsWith(u'*');
    const QString low = isPrefix ? address.chopped(1) : address;
    const QString high = isPrefix ? behindPrefix(low) : address;
    Condition condition{u"a.\"ipAddress\" "_s + (isPrefix ? u"LIKE ?"_s : u"= ?"_s), {isPrefix ? prefixPattern(low) : low}};
    if (!high.isEmpty()) {
        const Statement range{u"a.\"ipAddress\" ~>=~ ? AND a.\"ipAddress\" %1 ?"_s.arg(isPrefix ? u"~<~"_s : u"~<=~"_s), {low, high}};
        condition.reach =
            reachOf(indexed(u"idx_audit_logs_org_address_id"_s, u"a.\"ipAddress\" USING ~<~"_s), organization, range.text, range.binds);
        if (isPrefix) // LIKE is one only while the pattern is known
            condition.reach->range = range;
    }
    conditions.add(condition);
}

Conditions where(const Target &target, const AuditFilter &filter)
{
    const OrganizationId &organization = target.organization;
    Conditions conditions;
    conditions.add({u"a.\"organizationId\" = ?"_s, {organization.value}, Condition::Place::Scope});
    if (!filter.actions.isEmpty())
        addActions(conditions, organization, filter.actions);
    if (!filter.entityTypes.isEmpty())
        addTypes(conditions, organization, filter.entityTypes);
    if (isWord(filter.actions) && filter.entityTypes.size() == 1)
        conditions.add(pairOf(indexed(byPair, typeKey + u", "_s + actionKey), organization, typeKey, filter.entityTypes.first(),
                              filter.actions.first()));
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

Statement eventsSlice(const Target &target, const Selection &selection, const Ordering &ordering, const SliceRequest &request,
                      const AccessPath &path)
{
    const Statement rows = sliceRows(storedColumns, selection, ordering, request, path);
    return {uR"(SELECT a.id, a."userId", actor.email, COALESCE(NULLIF(actor."displayName", ''), actor."firstName" || ' ')"
            R"( || actor."lastName"), a.action, a."entityType", a."entityId", a."oldValues", a."newValues",)"
            R"( a."ipAddress", a."userAgent", a."sessionId", a.metadata, a."createdAt", %1 FROM (%2) a LEFT JOIN users actor ON)"
            R"( actor."organizationId" = ? AND actor.id = a."userId" %3)"_s.arg(cursorColumns(ordering), rows.text, orderBy(ordering)),
            rows.binds + QVariantList{target.organization.value}};
}

Statement slice(const Target &target, const AuditFilter &filter, const AuditSort &sort, const SliceRequest &request)
{
    return eventsSlice(target, selectionOf(target, filter), orderingOf(target, sort), request);
}

Selection selectionOf(const Target &target, const AuditFilter &filter)
{
    return known({u"audit_logs a"_s, where(target, filter)}, target);
}

Statement insertAuditFrom(const QString &source, const OrganizationId &organization, const AuditRow &audit)
{
    return {uR"(INSERT INTO audit_logs (id, "organizationId", "userId", action, "entityType", "entityId",)"
            R"( "oldValues", "newValues", "ipAddress", "userAgent", metadata, "createdAt") SELECT ?, ?, ?, ?, ?, ?,)"
            R"( ?::jsonb, ?::jsonb, host(inet_client_addr()), ?, ?::jsonb || jsonb_build_object('databaseUser',)"
            R"( session_user), %1 FROM %2)"_s.arg(utcNow, source),
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
    return {uR"(WITH logged AS (INSERT INTO audit_logs (id, "organizationId", "userId", action, "entityType", "entityId",)"
            R"( "oldValues", "newValues", "ipAddress", "userAgent", metadata, "createdAt") SELECT e.id, ?,)"
            R"( NULLIF(e.actor, ''), e.action, e.type, e.entity, NULLIF(e.old, '')::jsonb, NULLIF(e.new, '')::jsonb,)"
            R"( host(inet_client_addr()), e.agent, e.metadata::jsonb || jsonb_build_object('databaseUser', session_user),)"
            R"( e.at::timestamp FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],)"
            R"( ?::text[], ?::text[], ?::text[]) AS e(id, actor, action, type, entity, old, new, agent, metadata, at))"
            R"( ON CONFLICT DO NOTHING RETURNING id) SELECT pg_notify(?, ?) FROM logged)"_s,
            {organization.value, textArray(ids), textArray(actors), textArray(actions), textArray(types), textArray(entities),
             textArray(oldValues), textArray(newValues), textArray(agents), textArray(metadata), textArray(times), changesChannel,
             notice.toPayload()}};
}

Statement auditSummary(const Selection &events)
{
    return {u"SELECT GROUPING(a.action), GROUPING(a.\"entityType\"), COALESCE(a.action, ''), COALESCE(a.\"entityType\", "
            "''), count(*) AS n FROM %1 WHERE %2 GROUP BY GROUPING SETS ((), (a.action), "
            "(a.\"entityType\")) ORDER BY n DESC, 3, 4"_s.arg(events.from, events.conditions.text()),
            events.conditions.binds()};
}

Statement countOlderThan(const OrganizationId &organization, Instant cutoff)
{
    return {u"SELECT count(*) FROM audit_logs a WHERE a.\"organizationId\" = ? AND a.\"createdAt\" < ?"_s,
            {organization.value, cutoff.toSqlText()}};
}

Statement deleteOlderThan(const OrganizationId &organization, Instant cutoff, int limit)
{
    return {u"DELETE FROM audit_logs a WHERE a.\"organizationId\" = ? AND a.id IN (SELECT b.id FROM audit_logs b WHERE "
            "b.\"organizationId\" = ? AND b.\"createdAt\" < ? ORDER BY b.\"createdAt\", b.id LIMIT ?)"_s,
            {organization.value, organization.value, cutoff.toSqlText(), limit}};
}

} // namespace pivotal::sql
