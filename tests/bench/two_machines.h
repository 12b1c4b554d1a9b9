#pragma once

#include "repo/db/connection_options.h"

#include <QList>

namespace pivotal::bench {

/// While it lives, this process has one processor and its connections' server processes have the others, as on two
/// machines. Otherwise the scheduler decides from run to run whether both share a processor, and a round trip costs 25 or
/// 90 µs. Connections that are opened later, and machines with a single processor, are left alone.
class TwoMachines
{
public:
    explicit TwoMachines(const db::ConnectionOptions &database);
    ~TwoMachines();
    TwoMachines(const TwoMachines &) = delete;
    TwoMachines &operator=(const TwoMachines &) = delete;

private:
    QList<int> m_backends;
};

} // namespace pivotal::bench
