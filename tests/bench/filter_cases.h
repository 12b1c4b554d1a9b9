#pragma once

#include "repo/db/connection_options.h"
#include "tests/bench/report.h"

namespace pivotal::bench {

/// The first page of each filter, from no match to all rows, by each order, and of a seeded sample of pairs of filters: beside the
/// best of several plans by libpq; of these only the cells that are named like `wanted`. The database has the levels of
/// BenchData::databaseWithLevels().
void addFilterCases(Report &report, const db::ConnectionOptions &database, int pairs, const QString &wanted);

/// What the seed's stack was measured at: the console beside libpq with the SQL that Prisma sends.
void addSeedCases(Report &report, const db::ConnectionOptions &database);

} // namespace pivotal::bench
