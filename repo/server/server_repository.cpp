#include "repo/server/server_repository.h"

#include "repo/audit/audit_metadata.h"
#include "repo/domain/cuid.h"
#include "repo/domain/text.h"
#include "repo/metrics/statement_trace.h"
#include "repo/server/server_rows.h"
#include "repo/server/server_sql.h"
#include "repo/tuning/table_indexes.h"

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

constexpr std::chrono::milliseconds timeLimit{2'000};
constexpr int maxStatements = 5'000; // what pg_stat_statements keeps unless told otherwise

/// Thrown by a section, caught at its end.
struct NotThere
{
    Unavailable what;
};

QString grantHint()
{
    return Text::tr(
        "Other users' sessions and statements are hidden from this database user. An administrator of the server shows them with "
        "GRANT pg_read_all_stats TO …, or pg_monitor for all of this page.");
}

db::TransactionOptions optionsOf(const QString &name)
{
    db::TransactionOptions options;
    options.name = name;
    options.readOnly = true;
    options.timeout = timeLimit;
    options.lockTimeout = timeLimit / 2;
    return options;
}

db::Rows oneRow(db::Connection &connection, const sql::Statement &statement)
{
    db::Rows rows = connection.query(statement);
    if (!rows.next())
        throw RepositoryError(ErrorCode::DatabaseError, Text::tr("The server gave no figures."));
    return rows;
}

Unavailable missingExtension(bool isPreloaded, bool isInstalled)
{
    const QString create = u"CREATE EXTENSION pg_stat_statements;"_s;
    if (!isInstalled)
        return {Unavailable::Reason::NotPreloaded,
                Text::tr("The server lacks pg_stat_statements. Install PostgreSQL's contrib modules (they are part of Debian's postgresql "
                         "package), add it to "
                         "shared_preload_libraries in postgresql.conf, restart the server, and run in this database: %1")
                    .arg(create)};
    if (!isPreloaded)
        return {
            Unavailable::Reason::NotPreloaded,
            Text::tr("pg_stat_statements isn't loaded. Set shared_preload_libraries = 'pg_stat_statements' in postgresql.conf, restart the "
                     "server, and run in this database, unless it was before: %1")
                .arg(create)};
    return {Unavailable::Reason::NotCreated,
            Text::tr("pg_stat_statements is loaded, but not created in this database. Run in it, as an administrator: %1").arg(create)};
}

struct StatementsProbe
{
    sql::StatementsView view;
    bool seesAll = false;
};

StatementsProbe probeStatements(db::Connection &connection)
{
    db::Rows rows = oneRow(connection, sql::probeStatements());
    const bool isPreloaded = rows.flag();
    const bool isInstalled = rows.flag();
    StatementsProbe probe;
    probe.view.schema = rows.text();
    const bool isRecent = rows.flag();
    probe.view.hasInfo = rows.flag();
    probe.seesAll = rows.flag();
    if (!isPreloaded || probe.view.schema.isEmpty())
        throw NotThere{missingExtension(isPreloaded, isInstalled)};
    if (!isRecent)
        throw NotThere{
            {Unavailable::Reason::TooOld, Text::tr("pg_stat_statements is older than 1.8 here. On PostgreSQL 13 or later run in this "
                                                   "database: ALTER EXTENSION pg_stat_statements UPDATE;")}};
    return probe;
}

StatementSnapshot readStatements(db::Connection &connection)
{
    const StatementsProbe probe = probeStatements(connection);
    StatementSnapshot snapshot;
    db::Rows info = oneRow(connection, sql::statementsInfo(probe.view));
    snapshot.at = info.instant();
    snapshot.resetAt = info.optionalInstant();
    snapshot.evictions = info.bigint();
    snapshot.hidden = info.bigint();
    snapshot.statements = mapAll(connection.query(sql::statements(probe.view, maxStatements)), mapStatement);
    snapshot.isComplete = snapshot.statements.size() < maxStatements;
    if (!probe.seesAll)
        snapshot.hint = grantHint();
    return snapshot;
}

Activity readActivity(db::Connection &connection)
{
    Activity activity;
    activity.backends = mapAll(connection.query(sql::activity()), mapBackend);
    if (!oneRow(connection, sql::mayReadAllStats()).flag())
        activity.hint = grantHint();
    return activity;
}

DatabaseStats readDatabase(db::Connection &connection)
{
    db::Rows rows = oneRow(connection, sql::databaseStats());
    return mapDatabase(rows);
}

QList<TableStats> readTables(db::Connection &connection)
{
    return mapAll(connection.query(sql::tableStats(consoleTables())), mapTable);
}

Replication readReplication(db::Connection &connection)
{
    db::Rows own = oneRow(connection, sql::replayLag());
    Replication replication = mapReplayLag(own);
    replication.standbys = mapAll(connection.query(sql::standbys()), mapStandby);
    if (!replication.standbys.isEmpty() && !oneRow(connection, sql::mayReadAllStats()).flag())
        replication.hint =
            Text::tr("The state of the standbys is hidden from this database user. An administrator of the server shows it with GRANT "
                     "pg_monitor TO ….");
    return replication;
}

RepositoryError noSuchBackend(const BackendId &id)
{
    return {ErrorCode::RecordNotFound, Text::tr("Process %1 has ended already. Nothing was done.").arg(id.pid)};
}

/// The process, which must be the one that is meant.
Backend find(db::Connection &connection, const BackendId &id)
{
    db::Rows rows = connection.query(sql::backend(id));
    if (!rows.next())
        throw noSuchBackend(id);
    Backend backend;
    backend.id = id;
    backend.user = rows.text();
    backend.application = rows.text();
    backend.query = metrics::shownText(rows.text());
    if (rows.flag())
        throw RepositoryError(ErrorCode::PermissionDenied,
                              Text::tr("The database user may not see whose process %1 is, so it isn't touched.").arg(id.pid), grantHint());
    return backend;
}

sql::AuditRow auditOf(const Scope &scope, const AuditEventId &id, const QString &correlationId, const Backend &backend, BackendSignal what)
{
    sql::AuditRow audit = newAuditRow(scope, id, correlationId);
    audit.action = what == BackendSignal::Cancel ? u"server.backend_cancelled"_s : u"server.backend_terminated"_s;
    audit.entityType = u"Backend"_s;
    audit.entityId = QString::number(backend.id.pid);
    audit.newValues =
        JsonObject().add(u"user"_s, backend.user).add(u"application"_s, backend.application).add(u"query"_s, backend.query).json();
    return audit;
}

/// Sent last, when nothing but COMMIT can fail any more.
void send(db::Connection &connection, const BackendId &id, BackendSignal what)
{
    connection.executeText(sql::forgetActivity());
    db::Rows sent = connection.query(sql::signalBackend(id, what));
    if (!sent.next() || !sent.flag())
        throw noSuchBackend(id);
}

} // namespace

ServerRepository::ServerRepository(db::Executor &executor, Scope scope, std::shared_ptr<cache::ReadThrough> cache)
    : m_executor(executor), m_scope(std::move(scope)), m_cache(std::move(cache))
{
}

template <class T>
QFuture<Section<T>> ServerRepository::section(const QString &name, T (*read)(db::Connection &))
{
    return m_executor.run(name, db::Access::Read, [name, read](db::Connection &connection) -> Section<T> {
        try {
            return db::withTransaction(connection, optionsOf(name), [&](db::Transaction &) { return read(connection); });
        } catch (const NotThere &missing) {
            return missing.what;
        } catch (const RepositoryError &error) {
            if (error.code != ErrorCode::PermissionDenied)
                throw;
            return Unavailable{
                Unavailable::Reason::NotPermitted,
                Text::tr("The database user may not read this (%1). An administrator of the server can GRANT pg_monitor to it.")
                    .arg(error.detail.section(u'\n', 0, 0))};
        }
    });
}

QFuture<Section<StatementSnapshot>> ServerRepository::statements()
{
    return section(u"server.statements"_s, readStatements);
}

QFuture<Section<Activity>> ServerRepository::activity()
{
    return section(u"server.activity"_s, readActivity);
}

QFuture<Section<DatabaseStats>> ServerRepository::database()
{
    return section(u"server.database"_s, readDatabase);
}

QFuture<Section<QList<TableStats>>> ServerRepository::tables()
{
    return section(u"server.tables"_s, readTables);
}

QFuture<Section<Replication>> ServerRepository::replication()
{
    return section(u"server.replication"_s, readReplication);
}

QFuture<std::optional<Section<cache::RedisInfo>>> ServerRepository::redis()
{
    using Answer = std::optional<Section<cache::RedisInfo>>;
    if (!m_cache || m_cache->cache().isLocal())
        return QtFuture::makeReadyFuture(Answer());
    return m_executor.run(u"server.redis"_s, db::Access::Read, [cache = m_cache](db::Connection &) -> Answer {
        if (const auto info = cache->cache().serverInfo())
            return *info;
        return Unavailable{
            Unavailable::Reason::NotReachable,
            Text::tr("%1 doesn't answer INFO: it is down, or its user may not run it (ACL SETUSER … +info).").arg(cache->cache().name())};
    });
}

QFuture<Backend> ServerRepository::signal(const BackendId &backend, BackendSignal what)
{
    const AuditEventId id{newCuid()};
    const QString name = what == BackendSignal::Cancel ? u"server.cancel"_s : u"server.terminate"_s;
    return m_executor.run(name, db::Access::Write, [=, scope = m_scope](db::Connection &connection) {
        db::TransactionOptions options = optionsOf(name);
        options.readOnly = false;
        options.retry.maxAttempts = 1; // a second signal could meet the next query
        options.proof = {scope.organization.id, id};
        return db::withTransaction(connection, options, [&](db::Transaction &) {
            Backend found = find(connection, backend);
            connection.execute(sql::insertAuditFrom(u"(SELECT 1) once"_s, scope.organization.id,
                                                    auditOf(scope, id, connection.correlationId(), found, what)));
            send(connection, backend, what);
            return found;
        });
    });
}

} // namespace pivotal
