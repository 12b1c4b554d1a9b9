#pragma once

#include "repo/metrics/latency_counts.h"

#include <QMap>
#include <QString>
#include <QStringList>
#include <optional>

namespace pivotal::metrics {

/// How long an operation may take, in ms; 0 where nobody says.
struct Budget
{
    double medianMs = 0;
    double p95Ms = 0;

    friend bool operator==(const Budget &, const Budget &) = default;
};

/// The budgets of the repositories' operations: the seed report's, and those that were set instead.
class Budgets
{
public:
    Budgets() = default;
    /// `set`: by operation; a budget of zeros takes the seed's away.
    explicit Budgets(QMap<QString, Budget> set) : m_set(std::move(set)) {}

    /// Nothing where the operation has none.
    [[nodiscard]] std::optional<Budget> of(const QString &operation) const;
    /// In ms; nothing where the operation has none of the p95, by which its service level goes.
    [[nodiscard]] std::optional<double> p95Of(const QString &operation) const;
    /// The operations that have one, by name.
    [[nodiscard]] QStringList operations() const;
    /// The seed's own is none that was set.
    void set(const QString &operation, const Budget &budget);
    /// Those that differ from the seed's.
    [[nodiscard]] const QMap<QString, Budget> &changed() const { return m_set; }

    friend bool operator==(const Budgets &, const Budgets &) = default;

private:
    QMap<QString, Budget> m_set;
};

/// The service level of an operation in a window: 95 % of its calls shall be within the budget's p95.
struct ServiceLevel
{
    static constexpr double objective = 0.95;

    double share = 1;      ///< of the calls that were within
    double budgetLeft = 1; ///< of the calls that may be slower; below 0: overdrawn
};
[[nodiscard]] ServiceLevel serviceLevel(const LatencyCounts &durations, const Budget &budget);

} // namespace pivotal::metrics
