#pragma once

#include "repo/sql/ordering.h"
#include "repo/sql/selection.h"

namespace pivotal::sql {

/// How the first rows of a selection are found in an order. The planner can't know it: it takes the rows that meet a condition
/// for evenly spread and their number from statistics, which see neither through EXISTS nor through two conditions at once. One
/// wrong guess reads a million rows for a page. So what is read is bounded, and a path that wasn't enough is followed by another.
struct AccessPath
{
    enum class Kind {
        Empty,  ///< no row meets the conditions: there is nothing to read
        Plain,  ///< the planner's; where an index serves the order and every condition, nothing can go wrong
        Scan,   ///< at most `bound` rows in the order, each looked at
        Sieve,  ///< at most `bound` entries of the order's index, only those that `reach` lists being looked at
        ByWord, ///< by the words of a key, one after the other, at most `bound` rows being looked at: rowsByWord()
        Set,    ///< the rows that `reach` lists, sorted
        Both,   ///< the rows that `reach` and `other` list, sorted: what is in one list only isn't read
        Whole,  ///< all rows that meet the conditions, found as the planner likes, sorted
    };

    Kind kind = Kind::Plain;
    qsizetype reach = -1; ///< of Sieve and Set: which of reachesOf(); of ByWord: which of wordKeys()
    qint64 bound = 0;     ///< of ByWord: 0 is none
    qsizetype other = -1; ///< of Both: another of reachesOf()

    /// Whether there may be more rows than it gives, because of the bound.
    [[nodiscard]] bool isBounded() const { return bound > 0; }
    friend bool operator==(const AccessPath &, const AccessPath &) = default;
};

/// The reaches of the conditions that no index serves together with the order; which reaches an AccessPath means.
[[nodiscard]] QList<Reach> reachesOf(const Selection &selection);

/// For each of the conditions, whether an index that serves the order finds the rows that meet it; else each has to be looked at.
[[nodiscard]] QList<bool> served(const Selection &selection, const Ordering &ordering);

/// Whether the planner finds a good plan by itself: an index may serve the order and all conditions at once.
[[nodiscard]] bool isPlanned(const Selection &selection, const Ordering &ordering);

/// One row: how many each of the reaches lists, counted up to `limit`.
[[nodiscard]] Statement countReaches(const QList<Reach> &reaches, qint64 limit);

/// SELECT of a slice's rows, by that path. The limits are part of the text: bound, the planner would take one for a tenth of the
/// table. And so it would take what is skipped, and plan each jump anew: hence a subquery that can't have more rows than the
/// next power of two, of which few are read.
[[nodiscard]] Statement sliceRows(const QString &columns, const Selection &selection, const Ordering &ordering, const SliceRequest &request,
                                  const AccessPath &path = {});

/// The same rows, among those that the reach lists.
[[nodiscard]] Selection within(const Selection &selection, qsizetype reach);

} // namespace pivotal::sql
