#pragma once

#include "tests/bench/report.h"

namespace pivotal::bench {

/// The charts: a redraw of ten series of a minute at 10 Hz, and the dashboard open for so many seconds, an hour of statements behind
/// it, while a thread reports 500 operations a second: what it takes of a core, and what memory grows. The window's
/// points fill in the first quarter of an hour; from then on memory has nothing left to grow by.
void addDashboardCases(Report &report, int seconds);

} // namespace pivotal::bench
