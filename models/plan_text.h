#pragma once

#include "models/cell_roles.h"
#include "repo/plans/plan_problems.h"

#include <QString>

/// What a query plan is called and adds up to.
namespace pivotal::models {

/// Of a whole plan. `ms` is 0 where it wasn't analyzed.
struct PlanTotals
{
    double cost = 0;
    double ms = 0;       ///< of the execution
    double rowsRead = 0; ///< from tables and indexes, what filters removed included; expected ones where it wasn't analyzed
    bool isRowsReadExact = false;
    double buffers = 0;   ///< blocks
    double fromCache = 0; ///< of these, 0..1
};

[[nodiscard]] PlanTotals totalsOf(const plans::Plan &plan);
/// "Index Scan using idx_users_org_email on users u", "Hash Left Join".
[[nodiscard]] QString nodeTitle(const plans::PlanNode &node);
/// The rows that came: "1,234", or where the server has rounded them "≈ 30,000", "< 50,000".
[[nodiscard]] QString actualRowsText(const plans::PlanNode &node);
/// What workers did at the same time: "3 processes at once, 37.8 ms together"; empty where there is one.
[[nodiscard]] QString processesText(const plans::PlanNode &node);
/// "× 41 more", "× 12 fewer"; empty within a factor of two.
[[nodiscard]] QString rowFactorText(double factor);
/// "× 2,336 less", "× 1.4 more", "the same".
[[nodiscard]] QString ratioText(double before, double after);
/// Bad where it costs a good part of the plan.
[[nodiscard]] BadgeKind problemBadge(const plans::PlanProblem &problem);
/// Milliseconds or cost, in the locale's way, with decimals where they are few.
[[nodiscard]] QString amountText(double amount);
[[nodiscard]] QString rowsText(double rows);

} // namespace pivotal::models
