#pragma once

#include "repo/domain/server_stats.h"
#include "repo/sql/statement.h"

#include <QStringList>

namespace pivotal::sql {

/// One row: whether pg_stat_statements is preloaded, whether the server has its files, the extension's schema (quoted as an
/// identifier, empty where it isn't created), whether it counts execution times (1.8), has pg_stat_statements_info (1.9) and
/// top levels (1.9), and whether the user may see other users' statements.
[[nodiscard]] Statement probeStatements();

struct StatementsView
{
    QString schema; ///< quoted
    bool hasInfo = true;
};

/// The statements of this database that work with rows, but for the dashboard's own, most total time first, at most `limit`:
/// query id, user's oid, top level, query, calls, total, max ms, sum of squares (ms²), rows, shared hit and read, temp blocks, WAL
/// bytes.
[[nodiscard]] Statement statements(const StatementsView &view, int limit);
/// One row: the time, when it was reset, evictions, how many statements are hidden.
[[nodiscard]] Statement statementsInfo(const StatementsView &view);

/// One row: whether the user may see all of other users' activity.
[[nodiscard]] Statement mayReadAllStats();

/// The processes in this database but for the one that asks: pid, backend_start, user, application, client, type, state, ms in
/// state, of the query and of the transaction, wait event, query, pids it waits for (with commas), whether it is a console.
[[nodiscard]] Statement activity();

/// The process: user, application, first 200 characters of its query, whether its start is hidden from this user.
[[nodiscard]] Statement backend(const BackendId &id);
/// Have the next look at processes see them as they are now, within the same transaction.
[[nodiscard]] QString forgetActivity();
/// One row, true where it was sent; none where the process is gone.
[[nodiscard]] Statement signalBackend(const BackendId &id, BackendSignal signal);

/// One row: the columns of DatabaseStats, the counters between `resetAt` and `connections`.
[[nodiscard]] Statement databaseStats();

/// Those of these tables that are there, by name: the columns of TableStats.
[[nodiscard]] Statement tableStats(const QStringList &tables);

/// One row: whether it is a standby, its replay lag in ms and bytes (NULL on a primary).
[[nodiscard]] Statement replayLag();
/// Its standbys, by name: the columns of Standby.
[[nodiscard]] Statement standbys();

} // namespace pivotal::sql
