#pragma once

#include "repo/domain/page.h"
#include "repo/domain/slice.h"

#include <QFuture>
#include <QStringList>

namespace pivotal {

/// What a list is browsed through: the rows of one organization that match a filter, in an order. Calls return at once; a
/// future ends in a value or a RepositoryError, and cancelling it cancels the query.
///
/// VALIDATION_ERROR for a page, size, text or range that makes no sense.
template <class ItemType, class FilterType, class SortType>
class RowSource
{
public:
    using Item = ItemType;
    using Filter = FilterType;
    using Order = SortType;

    virtual ~RowSource() = default;

    /// A numbered page with the exact total: the seed's envelope.
    [[nodiscard]] virtual QFuture<Page<Item>> page(const Filter &filter, const Order &order, const PageRequest &request) = 0;
    /// Rows next to a cursor, at the same cost at any depth.
    [[nodiscard]] virtual QFuture<Slice<Item>> slice(const Filter &filter, const Order &order, const SliceRequest &request) = 0;
    /// About how many match, as the planner thinks: well under a millisecond.
    [[nodiscard]] virtual QFuture<qint64> estimate(const Filter &filter) = 0;
    /// How many match, counted behind everything else.
    [[nodiscard]] virtual QFuture<qint64> count(const Filter &filter, Freshness freshness = Freshness::Cached) = 0;
    /// The migrations' indexes that such a query would be faster with, and that the database doesn't have. Asks nobody.
    [[nodiscard]] virtual QStringList missingIndexes(const Filter &filter, const Order &order) const = 0;
    /// Scans over keys, behind everything else.
    [[nodiscard]] virtual QFuture<Anchors> anchors(const Filter &filter, const Order &order, const AnchorRequest &request) = 0;
};

} // namespace pivotal
