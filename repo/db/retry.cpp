#include "repo/db/retry.h"

#include <QRandomGenerator>
#include <algorithm>

namespace pivotal::db {

std::chrono::milliseconds backOff(const RetryPolicy &policy, int failedAttempts)
{
    const auto ceiling = std::min(policy.cap, policy.base * (1 << std::min(failedAttempts, 16)));
    return std::chrono::milliseconds(QRandomGenerator::global()->bounded(int(ceiling.count()) + 1));
}

} // namespace pivotal::db
