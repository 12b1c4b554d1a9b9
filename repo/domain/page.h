#pragma once

#include "repo/domain/freshness.h"
#include "repo/domain/repository_error.h"

#include <QCoreApplication>
#include <QList>

namespace pivotal {

constexpr int maxPageSize = 100;

enum class Total { Count, Skip };

/// Page numbers start at 1. A page beyond the last is an error where the total is counted, empty where it is skipped.
struct PageRequest
{
    qint64 page = 1;
    int pageSize = 20;
    Total total = Total::Count; ///< Skip where the caller already knows it: the count is the expensive part
    Freshness freshness = Freshness::Cached;

    [[nodiscard]] qint64 offset() const { return (page - 1) * pageSize; }

    void validate() const
    {
        if (page < 1 || page > 1'000'000'000)
            throw validationError(QCoreApplication::translate("pivotal::PageRequest", "The page must be 1 or more."));
        if (pageSize < 1 || pageSize > maxPageSize)
            throw validationError(QCoreApplication::translate("pivotal::PageRequest", "The page size must be 1 to %1.").arg(maxPageSize));
    }
};

/// The page envelope of the seed report.
template <class Item>
struct Page
{
    QList<Item> items;
    qint64 page = 1;
    int pageSize = 20;
    qint64 total = -1; ///< -1 where the request skipped it
    bool totalIsExact = true;

    [[nodiscard]] qint64 totalPages() const { return total < 0 ? -1 : (total + pageSize - 1) / pageSize; }

    void requireInRange() const
    {
        if (total >= 0 && page > 1 && page > totalPages())
            throw validationError(QCoreApplication::translate("pivotal::PageRequest", "There is no page %L1: the last one is %L2.")
                                      .arg(page)
                                      .arg(qMax(qint64(1), totalPages())));
    }
};

} // namespace pivotal
