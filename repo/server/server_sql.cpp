#include "repo/server/server_sql.h"

#include "repo/sql/dashboard_mark.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

/// Milliseconds since a timestamptz, by the server's clock.
QString ageMsecs(const QString &column)
{
    return u"(date_part('epoch', clock_timestamp() - %1) * 1000)::bigint"_s.arg(column);
}

QString lagMsecs(const QString &column)
{
    return u"date_part('epoch', %1) * 1000"_s.arg(column);
}

const QString now = u"clock_timestamp()"_s;

} // namespace

Statement probeStatements()
{
    // The setting is defined by the library, and only where it was preloaded; the list itself is not for everybody's eyes.
    return marked({u"SELECT current_setting('pg_stat_statements.max', true) IS NOT NULL, EXISTS (SELECT 1 FROM pg_available_extensions a "
                   "WHERE a.name = 'pg_stat_statements'), COALESCE(e.schema, ''), "
                   "EXISTS (SELECT 1 FROM pg_attribute t WHERE t.attrelid = to_regclass(e.schema || '.pg_stat_statements') AND t.attname = "
                   "'total_exec_time'), to_regclass(e.schema || '.pg_stat_statements_info') IS NOT NULL, "
                   "pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') "
                   "FROM (SELECT (SELECT quote_ident(n.nspname) FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace WHERE "
                   "x.extname = 'pg_stat_statements') AS schema) e"_s,
                   {}});
}

Statement statements(const StatementsView &view, int limit)
{
    // Entries of other users that are hidden have no id. Texts have a limit because all of them are read again and again.
    return marked(
        {u"SELECT s.queryid, s.userid::bigint, %2, left(s.query, 10000) || CASE WHEN length(s.query) > 10000 THEN ' …' ELSE '' END, "
         "s.calls, s.total_exec_time, s.max_exec_time, "
         "s.calls * (s.stddev_exec_time ^ 2 + s.mean_exec_time ^ 2), s.rows, s.shared_blks_hit, s.shared_blks_read, "
         "s.temp_blks_read + s.temp_blks_written, s.wal_bytes::bigint FROM %1.pg_stat_statements s "
         "WHERE s.dbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()) AND s.queryid IS NOT NULL "
         "AND s.query ~* ? AND strpos(s.query, ?) = 0 ORDER BY s.total_exec_time DESC LIMIT ?"_s.arg(
             view.schema, view.hasInfo ? u"s.toplevel"_s : u"true"_s),
         {workPattern(), QString(dashboardMark), limit}});
}

Statement statementsInfo(const StatementsView &view)
{
    return marked({u"SELECT %1, %2, (SELECT count(*) FROM %4.pg_stat_statements s WHERE s.dbid = (SELECT d.oid FROM pg_database d WHERE "
                   "d.datname = current_database()) AND s.queryid IS NULL) %3"_s.arg(
                       now, view.hasInfo ? u"i.stats_reset, i.dealloc"_s : u"NULL, 0"_s,
                       view.hasInfo ? u"FROM %1.pg_stat_statements_info i"_s.arg(view.schema) : QString(), view.schema),
                   {}});
}

Statement mayReadAllStats()
{
    return marked({u"SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')"_s, {}});
}

Statement activity()
{
    // Who waits for a lock is asked only of those that may: asking holds up the lock manager.
    return marked(
        {u"SELECT s.pid, s.backend_start::text, s.usename, s.application_name, host(s.client_addr), COALESCE(s.backend_type, ''), "
         "COALESCE(s.state, ''), %1, %2, %3, COALESCE(s.wait_event_type || ': ' || s.wait_event, ''), left(s.query, 2000), b.pids, "
         "COALESCE(s.application_name = me.application_name AND s.usename = me.usename AND s.client_addr IS NOT DISTINCT FROM "
         "me.client_addr AND s.backend_start IS NOT NULL, false) FROM pg_stat_activity s "
         "JOIN pg_stat_activity me ON me.pid = pg_backend_pid() "
         "CROSS JOIN LATERAL (SELECT CASE WHEN s.wait_event_type = 'Lock' OR s.backend_start IS NULL THEN "
         "array_to_string(pg_blocking_pids(s.pid), ',') ELSE '' END AS pids) b "
         "WHERE s.datname = current_database() AND s.pid <> pg_backend_pid() "
         "ORDER BY b.pids = '', s.xact_start NULLS LAST, s.state <> 'active', s.query_start DESC NULLS LAST, s.pid LIMIT 500"_s.arg(
             ageMsecs(u"s.state_change"_s), ageMsecs(u"s.query_start"_s), ageMsecs(u"s.xact_start"_s)),
         {}});
}

Statement backend(const BackendId &id)
{
    return marked(
        {u"SELECT s.usename, s.application_name, left(s.query, 200), s.backend_start IS NULL FROM pg_stat_activity s WHERE s.pid = "
         "?::int AND s.datname = current_database() AND s.pid <> pg_backend_pid() AND COALESCE(s.backend_start = "
         "NULLIF(?, '')::timestamptz, s.backend_start IS NULL)"_s,
         {id.pid, id.startedAt}});
}

QString forgetActivity()
{
    return marked(u"SELECT pg_stat_clear_snapshot()"_s);
}

Statement signalBackend(const BackendId &id, BackendSignal signal)
{
    // Materialized: else the planner may well signal each process before it looks whether it is the one.
    return marked(
        {u"WITH target AS MATERIALIZED (SELECT s.pid FROM pg_stat_activity s WHERE s.pid = ?::int AND s.datname = "
         "current_database() AND s.pid <> pg_backend_pid() AND s.backend_start = ?::timestamptz) SELECT %1(t.pid) FROM target t"_s.arg(
             signal == BackendSignal::Cancel ? u"pg_cancel_backend"_s : u"pg_terminate_backend"_s),
         {id.pid, id.startedAt}});
}

Statement databaseStats()
{
    // Whose type is hidden from this user counts where it has a database: of a server's own processes, autovacuum's do too.
    return marked(
        {u"SELECT %1, %2, d.blks_hit, d.blks_read, i.hit, i.read, d.xact_commit, d.xact_rollback, d.deadlocks, d.temp_files, "
         "d.temp_bytes, d.conflicts, (SELECT count(*) FROM pg_stat_activity s WHERE s.backend_type = 'client backend' OR "
         "(s.backend_type IS NULL AND s.datid IS NOT NULL)), current_setting('max_connections')::int, "
         "pg_database_size(d.datid) FROM pg_stat_database d CROSS JOIN (SELECT COALESCE(sum(t.idx_blks_hit), 0)::bigint AS hit, "
         "COALESCE(sum(t.idx_blks_read), 0)::bigint AS read FROM pg_statio_user_tables t) i WHERE d.datname = current_database()"_s.arg(
             now, u"d.stats_reset"_s),
         {}});
}

Statement tableStats(const QStringList &tables)
{
    return marked(
        {u"SELECT s.relname, s.n_live_tup, s.n_dead_tup, %1, %2, %3, s.seq_scan, COALESCE(s.idx_scan, 0), "
         "pg_table_size(s.relid) - z.toast, pg_indexes_size(s.relid), z.toast FROM pg_stat_user_tables s "
         "JOIN pg_class c ON c.oid = s.relid CROSS JOIN LATERAL (SELECT CASE WHEN c.reltoastrelid = 0 THEN 0 ELSE "
         "pg_total_relation_size(c.reltoastrelid) END AS toast) z "
         "WHERE s.relid IN (SELECT to_regclass(t) FROM unnest(?::text[]) t) ORDER BY s.relname"_s.arg(
             ageMsecs(u"s.last_vacuum"_s), ageMsecs(u"s.last_autovacuum"_s), ageMsecs(u"GREATEST(s.last_analyze, s.last_autoanalyze)"_s)),
         {textArray(tables)}});
}

Statement replayLag()
{
    return marked({u"SELECT r.standby, CASE WHEN NOT r.standby THEN NULL WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0 "
                   "ELSE %1 END, CASE WHEN r.standby THEN pg_wal_lsn_diff(pg_last_wal_receive_lsn(), "
                   "pg_last_wal_replay_lsn())::bigint END FROM (SELECT pg_is_in_recovery() AS standby) r"_s.arg(
                       lagMsecs(u"clock_timestamp() - pg_last_xact_replay_timestamp()"_s)),
                   {}});
}

Statement standbys()
{
    return marked({u"SELECT s.application_name, host(s.client_addr), COALESCE(s.state, ''), COALESCE(s.sync_state, ''), %1, %2, %3, "
                   "pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END, "
                   "s.replay_lsn)::bigint FROM pg_stat_replication s ORDER BY s.application_name, s.pid"_s.arg(
                       lagMsecs(u"s.write_lag"_s), lagMsecs(u"s.flush_lag"_s), lagMsecs(u"s.replay_lag"_s)),
                   {}});
}

} // namespace pivotal::sql
