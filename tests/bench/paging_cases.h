#pragma once

#include "repo/db/connection_options.h"
#include "tests/bench/report.h"

namespace pivotal::bench {

/// The repository against libpq, OFFSET, count(*), ILIKE and QSqlTableModel, on the same server and rows.
void addPagingCases(Report &report, const db::ConnectionOptions &database);
/// Of those, what one call costs beside libpq: best seen on 200,000 users, where the server's own time is short.
void addCallCases(Report &report, const db::ConnectionOptions &database);
/// The same work on a small and on the large database.
void addGrowthCases(Report &report, const db::ConnectionOptions &small, const db::ConnectionOptions &large);

} // namespace pivotal::bench
