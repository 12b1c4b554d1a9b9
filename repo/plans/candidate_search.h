#pragma once

#include "repo/plans/index_candidate.h"

#include <QHash>

namespace pivotal::plans {

struct WantedIndex
{
    IndexCandidate index;
    int equalKeys = 0; ///< the first of its keys: compared with one value each, so their order among themselves is free

    friend bool operator==(const WantedIndex &, const WantedIndex &) = default;
};

/// As candidatesFor. `indexKeys`: the keys of indexes that are there, by name: a plan that scans one in its order, instead
/// of sorting, wants that order.
[[nodiscard]] QList<WantedIndex> wantedIndexes(const Plan &plan, const QHash<QString, QStringList> &indexKeys = {});

/// The tables that a plan reads, each once.
[[nodiscard]] QStringList tablesOf(const Plan &plan);

} // namespace pivotal::plans
