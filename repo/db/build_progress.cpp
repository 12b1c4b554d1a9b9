#include "repo/db/build_progress.h"

#include "repo/sql/dashboard_mark.h"

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

const QString running = sql::marked(
    u"SELECT COALESCE(c.relname, ''), p.phase, GREATEST(p.blocks_done, p.tuples_done, p.lockers_done), CASE WHEN p.blocks_done > 0 THEN "
    "p.blocks_total WHEN p.tuples_done > 0 THEN p.tuples_total ELSE GREATEST(p.blocks_total, p.tuples_total, p.lockers_total) END "
    "FROM pg_stat_progress_create_index p LEFT JOIN pg_class c ON c.oid = p.index_relid WHERE p.datname = current_database() LIMIT 1"_s);

} // namespace

std::optional<BuildProgress> buildProgress(Connection &connection)
{
    Rows rows = connection.query({running, {}});
    if (!rows.next())
        return std::nullopt;
    BuildProgress progress;
    progress.index = rows.text();
    progress.phase = rows.text();
    const qint64 done = rows.bigint();
    const qint64 total = rows.bigint();
    if (total > 0)
        progress.share = std::min(1.0, double(done) / double(total));
    return progress;
}

} // namespace pivotal::db
