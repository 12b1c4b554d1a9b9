#pragma once

#include "repo/plans/plan.h"

#include <QHash>

namespace pivotal::plans {

/// What was looked for in vain.
struct IndexAttempt
{
    QString present;     ///< an index that has what the plan asks for, and isn't used; empty where there is none
    int tried = 0;       ///< with the planner, which found that they gain too little
    double bestGain = 0; ///< of these, in times
};

/// Why no index would help the statement, a sentence, translated: by where its time goes, and what is asked there. `tableRows`:
/// about how many rows each table has.
[[nodiscard]] QString whyNoIndex(const Plan &plan, const QHash<QString, double> &tableRows, const IndexAttempt &attempt);

} // namespace pivotal::plans
