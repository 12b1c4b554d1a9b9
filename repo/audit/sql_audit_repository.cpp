#include "repo/audit/sql_audit_repository.h"

#include "repo/audit/audit_metadata.h"
#include "repo/audit/event_mapping.h"
#include "repo/db/transaction.h"
#include "repo/domain/cuid.h"

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

constexpr int recentEvents = 10;
constexpr std::chrono::seconds cleanupTimeout{60};

AuditSummary readCounts(db::Rows rows)
{
    AuditSummary summary;
    while (rows.next()) {
        const bool allActions = rows.integer() == 1;
        const bool allTypes = rows.integer() == 1;
        const QString action = rows.text();
        const QString type = rows.text();
        const qint64 count = rows.bigint();
        if (allActions && allTypes)
            summary.total = count;
        else if (allTypes)
            summary.byAction.append({action, count});
        else
            summary.byEntityType.append({type, count});
    }
    return summary;
}

sql::AuditRow cleanupRow(const Scope &scope, const AuditEventId &id, const db::Connection &connection, Instant cutoff, qint64 deleted)
{
    sql::AuditRow row = newAuditRow(scope, id, connection.correlationId());
    row.action = u"audit.cleanup"_s;
    row.entityType = u"Organization"_s;
    row.entityId = scope.organization.id.value;
    row.newValues = JsonObject().add(u"olderThan"_s, cutoff.toIso()).add(u"deleted"_s, Json::ofNumber(deleted)).json();
    row.createdAt = Instant::now();
    return row;
}

} // namespace

template class SqlRowSource<AuditRepository>;

SqlAuditRepository::SqlAuditRepository(RepositoryContext context)
    : SqlRowSource(context.uncached(), {u"audit"_s, u"audit.listEvents"_s, mapAuditEvent, sql::eventsSlice, nullptr})
{
}

QFuture<AuditSummary> SqlAuditRepository::summary(const AuditFilter &filter)
{
    return context().executor.run(u"audit.getSummary"_s, db::Access::Read, [filter, reader = reader()](db::Connection &connection) {
        filter.validate();
        const sql::Selection events = lookedUp(connection, sql::selectionOf(reader.target, filter), reader.target);
        AuditSummary summary = readCounts(connection.query(sql::auditSummary(events)));
        SliceRequest recent;
        recent.limit = recentEvents;
        summary.recent = reader.search(connection, events, sql::orderingOf(reader.target, defaultAuditSort), recent).items;
        return summary;
    });
}

QFuture<qint64> SqlAuditRepository::countOlderThan(Instant cutoff)
{
    return context().executor.run(u"audit.countOlderThan"_s, db::Access::Read, [=, scope = context().scope](db::Connection &connection) {
        db::Rows rows = connection.query(sql::countOlderThan(scope.organization.id, cutoff));
        return rows.next() ? rows.bigint() : qint64(0);
    });
}

QFuture<qint64> SqlAuditRepository::deleteOlderThan(Instant cutoff, int limit)
{
    const AuditEventId id{newCuid()};
    return context().executor.run(u"audit.cleanup"_s, db::Access::Write, [=, scope = context().scope](db::Connection &connection) {
        db::TransactionOptions options;
        options.name = u"audit.cleanup"_s;
        options.timeout = cleanupTimeout;
        options.proof = {scope.organization.id, id};
        return db::withTransaction(connection, options, [&](db::Transaction &) {
            const qint64 deleted = connection.execute(sql::deleteOlderThan(scope.organization.id, cutoff, limit));
            if (deleted > 0)
                connection.execute(sql::insertAuditBatch(scope.organization.id, {cleanupRow(scope, id, connection, cutoff, deleted)}));
            return deleted;
        });
    });
}

} // namespace pivotal
