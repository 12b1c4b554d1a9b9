#include "repo/db/retry.h"

#include <QRandomGenerator>
#include <algorithm>
#include <thread>

namespace pivotal::db {

void backOff(const RetryPolicy &policy, int failedAttempts)
{
    const auto ceiling = std::min(policy.cap, policy.base * (1 << std::min(failedAttempts, 16)));
    const int wait = QRandomGenerator::global()->bounded(int(ceiling.count()) + 1);
    std::this_thread::sleep_for(std::chrono::milliseconds(wait));
}

} // namespace pivotal::db
