#pragma once

#include "repo/metrics/latency_counts.h"

#include <QString>
#include <optional>

namespace pivotal::metrics {

/// How long an operation may take, in ms; 0 where nobody says.
struct Budget
{
    double medianMs = 0;
    double p95Ms = 0;

    friend bool operator==(const Budget &, const Budget &) = default;
};

/// The seed report's budget of an operation of the repositories; nothing where it has none.
[[nodiscard]] std::optional<Budget> budgetOf(const QString &operation);

/// The service level of an operation in a window: 95 % of its calls shall be within the budget's p95.
struct ServiceLevel
{
    static constexpr double objective = 0.95;

    double share = 1;      ///< of the calls that were within
    double budgetLeft = 1; ///< of the calls that may be slower; below 0: overdrawn
};
[[nodiscard]] ServiceLevel serviceLevel(const LatencyCounts &durations, const Budget &budget);

} // namespace pivotal::metrics
