#pragma once

#include "repo/db/connection_options.h"
#include "tests/bench/report.h"

namespace pivotal::bench {

/// The audit page in a window, scrolled by wheel, page and drag; the durations of all GUI events go to `log`, as CSV. The
/// application is a TimedApplication.
void addScrollCases(Report &report, const db::ConnectionOptions &database, int seconds, const QString &log);

} // namespace pivotal::bench
