#include "repo/metrics/budget.h"

#include <QHash>

namespace pivotal::metrics {

std::optional<Budget> budgetOf(const QString &operation)
{
    static const QHash<QString, Budget> budgets{{QStringLiteral("users.listUsers"), {200, 500}},
                                                {QStringLiteral("audit.listEvents"), {200, 500}},
                                                {QStringLiteral("users.getUserById"), {50, 100}},
                                                {QStringLiteral("audit.appendEvents"), {30, 100}}};
    const auto found = budgets.constFind(operation);
    return found == budgets.cend() ? std::nullopt : std::optional(*found);
}

ServiceLevel serviceLevel(const LatencyCounts &durations, const Budget &budget)
{
    const auto count = double(durations.count());
    if (count == 0 || budget.p95Ms <= 0)
        return {};
    ServiceLevel level;
    level.share = double(durations.within(budget.p95Ms)) / count;
    level.budgetLeft = 1 - (1 - level.share) / (1 - ServiceLevel::objective);
    return level;
}

} // namespace pivotal::metrics
