#pragma once

#include "repo/plans/plan.h"

namespace pivotal::plans {

/// What is known of a number that was rounded.
struct RowRange
{
    double low = 0;
    double high = 0;
};

/// How many rows a node of an analyzed plan gave, and how many the planner expected of it, all loops together.
[[nodiscard]] RowRange rowsOf(const PlanNode &node);
[[nodiscard]] RowRange expectedRowsOf(const PlanNode &node);

/// How many times as many rows came as were expected, at least one of each; 1 where both may be the same. Below 1: fewer.
[[nodiscard]] double rowFactor(const PlanNode &node);

/// Takes the rows of a nested loop's inner side from the loop, where these are known better.
void refineRows(PlanNode &node);

} // namespace pivotal::plans
