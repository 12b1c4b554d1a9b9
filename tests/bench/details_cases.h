#pragma once

#include "tests/bench/report.h"

namespace pivotal::bench {

/// The details of events that hold far more than anybody reads: a value of 3 MB, and 5,000 fields. Needs no server.
void addDetailsCases(Report &report);

} // namespace pivotal::bench
