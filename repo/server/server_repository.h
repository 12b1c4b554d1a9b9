#pragma once

#include "repo/cache/read_through.h"
#include "repo/cache/redis_info.h"
#include "repo/db/executor.h"
#include "repo/db/transaction.h"
#include "repo/domain/scope.h"
#include "repo/domain/server_stats.h"

#include <QFuture>
#include <memory>
#include <optional>

namespace pivotal {

/// What the server says of itself: its statements, processes, counters, tables and standbys, and the Redis beside it. Each
/// section is a read-only transaction of its own with a time limit of 2 s, so that one which fails, or isn't allowed, takes no
/// other along: Unavailable where something is missing that can be had, a RepositoryError where it went wrong. Statistics that
/// count since a reset are absolute; `difference` of two of them is what happened in between.
class ServerRepository
{
public:
    /// `executor` outlives this. Without a cache there is no Redis.
    ServerRepository(db::Executor &executor, Scope scope, std::shared_ptr<cache::ReadThrough> cache = nullptr);

    /// Of this database, from pg_stat_statements.
    [[nodiscard]] QFuture<Section<StatementSnapshot>> statements();
    [[nodiscard]] QFuture<Section<Activity>> activity();
    [[nodiscard]] QFuture<Section<DatabaseStats>> database();
    /// Of the console's tables, by name.
    [[nodiscard]] QFuture<Section<QList<TableStats>>> tables();
    [[nodiscard]] QFuture<Section<Replication>> replication();
    /// Nothing where the cache is in this process.
    [[nodiscard]] QFuture<std::optional<Section<cache::RedisInfo>>> redis();

    /// Ends the query, or the connection, of a process in this database; its audit row is committed with it
    /// (`server.backend_cancelled`, `server.backend_terminated`). Gives the process as it was. RECORD_NOT_FOUND where it is
    /// gone, or the pid is another's by now: nothing was sent or recorded. PERMISSION_DENIED where the user may not.
    [[nodiscard]] QFuture<Backend> cancel(const BackendId &backend) { return signal(backend, BackendSignal::Cancel); }
    [[nodiscard]] QFuture<Backend> terminate(const BackendId &backend) { return signal(backend, BackendSignal::Terminate); }
    /// Why neither can be recorded here, and so isn't done; empty where it can.
    void setSignalProblem(const QString &problem) { m_signalProblem = problem; }
    [[nodiscard]] const QString &signalProblem() const { return m_signalProblem; }

private:
    [[nodiscard]] QFuture<Backend> signal(const BackendId &backend, BackendSignal what);
    template <class T>
    QFuture<Section<T>> section(const QString &name, T (*read)(db::Connection &));

    db::Executor &m_executor;
    Scope m_scope;
    std::shared_ptr<cache::ReadThrough> m_cache;
    QString m_signalProblem;
};

} // namespace pivotal
