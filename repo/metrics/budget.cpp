#include "repo/metrics/budget.h"

using namespace Qt::StringLiterals;

namespace pivotal::metrics {

namespace {

const QMap<QString, Budget> &seedBudgets()
{
    static const QMap<QString, Budget> budgets{{u"users.listUsers"_s, {200, 500}},
                                               {u"audit.listEvents"_s, {200, 500}},
                                               {u"users.getUserById"_s, {50, 100}},
                                               {u"audit.appendEvents"_s, {30, 100}}};
    return budgets;
}

} // namespace

std::optional<Budget> Budgets::of(const QString &operation) const
{
    const Budget budget = m_set.value(operation, seedBudgets().value(operation));
    return budget == Budget{} ? std::nullopt : std::optional(budget);
}

std::optional<double> Budgets::p95Of(const QString &operation) const
{
    const auto budget = of(operation);
    return budget && budget->p95Ms > 0 ? std::optional(budget->p95Ms) : std::nullopt;
}

QStringList Budgets::operations() const
{
    QMap<QString, Budget> all = m_set;
    all.insert(seedBudgets()); // their names; what they are says `of`
    QStringList names = all.keys();
    names.removeIf([this](const QString &name) { return !of(name); });
    return names;
}

void Budgets::set(const QString &operation, const Budget &budget)
{
    if (budget == seedBudgets().value(operation))
        m_set.remove(operation);
    else
        m_set.insert(operation, budget);
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
