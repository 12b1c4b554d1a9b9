#pragma once

#include "repo/plans/plan.h"

class QJsonObject;

namespace pivotal::plans {

/// Fills in `processes`, `clockMs` and `selfMs` of the root and of all below it, as it was read from `json`. Own times are
/// never below 0, and add up to the root's time.
void shareTimes(PlanNode &root, const QJsonObject &json, double executionMs);

} // namespace pivotal::plans
