#include "repo/server/server_rows.h"

#include "repo/metrics/statement_trace.h"
namespace pivotal {

namespace {

double real(db::Rows &rows)
{
    return rows.cell().toDouble();
}

std::optional<double> optionalReal(db::Rows &rows)
{
    const QByteArrayView cell = rows.cell();
    return cell.isEmpty() ? std::nullopt : std::optional(cell.toDouble());
}

std::optional<qint64> optionalBigint(db::Rows &rows)
{
    const QByteArrayView cell = rows.cell();
    return cell.isEmpty() ? std::nullopt : std::optional(cell.toLongLong());
}

QList<int> pids(const QString &list)
{
    QList<int> found;
    for (const QString &pid : list.split(u',', Qt::SkipEmptyParts))
        if (!found.contains(pid.toInt())) // a parallel query waits for each of another's workers
            found << pid.toInt();
    return found;
}

} // namespace

StatementStats mapStatement(db::Rows &rows)
{
    StatementStats statement;
    statement.queryId = rows.bigint();
    statement.userId = rows.bigint();
    statement.isTopLevel = rows.flag();
    statement.query = metrics::shownText(rows.text());
    statement.calls = rows.bigint();
    statement.totalMs = real(rows);
    statement.maxMs = real(rows);
    statement.squaredMs = real(rows);
    statement.rows = rows.bigint();
    statement.sharedHit = rows.bigint();
    statement.sharedRead = rows.bigint();
    statement.tempBlocks = rows.bigint();
    statement.walBytes = rows.bigint();
    return statement;
}

Backend mapBackend(db::Rows &rows)
{
    Backend backend;
    backend.id.pid = rows.integer();
    backend.id.startedAt = rows.text();
    backend.user = rows.text();
    backend.application = rows.text();
    backend.client = rows.text();
    backend.type = rows.text();
    backend.state = rows.text();
    backend.inStateMs = optionalBigint(rows);
    backend.queryMs = optionalBigint(rows);
    backend.transactionMs = optionalBigint(rows);
    backend.waitEvent = rows.text();
    backend.query = metrics::shownText(rows.text());
    backend.blockedBy = pids(rows.text());
    backend.isConsole = rows.flag();
    return backend;
}

DatabaseStats mapDatabase(db::Rows &rows)
{
    DatabaseStats stats;
    stats.at = rows.instant();
    stats.resetAt = rows.optionalInstant();
    for (qint64 *counter : {&stats.counters.blocksHit, &stats.counters.blocksRead, &stats.counters.indexHit, &stats.counters.indexRead,
                            &stats.counters.commits, &stats.counters.rollbacks, &stats.counters.deadlocks, &stats.counters.tempFiles,
                            &stats.counters.tempBytes, &stats.counters.conflicts})
        *counter = rows.bigint();
    stats.connections = rows.integer();
    stats.maxConnections = rows.integer();
    stats.sizeBytes = rows.bigint();
    return stats;
}

TableStats mapTable(db::Rows &rows)
{
    TableStats table;
    table.name = rows.text();
    table.liveRows = rows.bigint();
    table.deadRows = rows.bigint();
    table.vacuumedAgo = optionalBigint(rows);
    table.autovacuumedAgo = optionalBigint(rows);
    table.analyzedAgo = optionalBigint(rows);
    table.seqScans = rows.bigint();
    table.indexScans = rows.bigint();
    table.tableBytes = rows.bigint();
    table.indexBytes = rows.bigint();
    table.toastBytes = rows.bigint();
    return table;
}

Standby mapStandby(db::Rows &rows)
{
    Standby standby;
    standby.name = rows.text();
    standby.client = rows.text();
    standby.state = rows.text();
    standby.sync = rows.text();
    standby.writeLagMs = optionalReal(rows);
    standby.flushLagMs = optionalReal(rows);
    standby.replayLagMs = optionalReal(rows);
    standby.replayLagBytes = optionalBigint(rows);
    return standby;
}

Replication mapReplayLag(db::Rows &rows)
{
    Replication replication;
    replication.isStandby = rows.flag();
    replication.replayLagMs = optionalReal(rows);
    replication.replayLagBytes = optionalBigint(rows);
    return replication;
}

} // namespace pivotal
