#pragma once

#include "repo/plans/plan.h"

namespace pivotal::plans {

/// Fills in `selfCost` of the root and of all below it, from their costs.
void shareCosts(PlanNode &root);

} // namespace pivotal::plans
