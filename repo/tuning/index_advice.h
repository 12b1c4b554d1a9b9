#pragma once

#include "repo/plans/index_candidate.h"

#include <QString>

namespace pivotal {

/// What an index would do for one statement, by the planner's own estimate.
struct IndexAdvice
{
    plans::IndexCandidate candidate;
    QString migration;     ///< the numbered one that makes the same index, which is then what is applied; empty where none does
    double costBefore = 0; ///< of the planner
    double costAfter = 0;  ///< with the index; 0 where nobody could tell (`isTried` false)
    qint64 sizeBytes = 0;  ///< about
    double writeShare = 0; ///< about how much more expensive an insert gets: 0.04 is 4 %
    bool isTried = false;  ///< with hypopg: the planner was asked with the index there
    QString hint;          ///< why it could not be tried, and what to do about it; empty where it was

    /// How many times cheaper; 0 where nobody could tell.
    [[nodiscard]] double gain() const { return costAfter > 0 ? costBefore / costAfter : 0; }
};

} // namespace pivotal
