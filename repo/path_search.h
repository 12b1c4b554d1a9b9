#pragma once

#include "repo/db/connection.h"
#include "repo/sql/access_path.h"

#include <QCache>
#include <QElapsedTimer>
#include <mutex>
#include <optional>

namespace pivotal {

/// The paths that were found lately, for the pages that follow. One that has become a bad one costs time, never rows. Any
/// thread.
class PathMemory
{
public:
    [[nodiscard]] std::optional<sql::AccessPath> path(const QByteArray &key);
    void remember(const QByteArray &key, const sql::AccessPath &path);

private:
    struct Known
    {
        sql::AccessPath path;
        QElapsedTimer age;
    };

    std::mutex m_mutex;
    QCache<QByteArray, Known> m_known{200};
};

/// Finds the path to a slice that the planner can't be left with (isPlanned), by trying, each try being bounded. The reaches are counted up to a few first, then a short way of
/// the order is walked: whichever is enough costs no more than the best plan and that much. What is neither rare nor common is
/// counted, and walked, further. So the most that is read is a small multiple of what the best path reads; only rows that come
/// late in the order, and meet several conditions that many rows meet, are left to a reading of all of them.
///
/// Two costs are weighed: `n` rows of `all` are found by reading n, or about limit * all / n in the order; they meet at
/// sqrt(limit * all), 7,000 for a page of 50 among a million.
class PathSearch
{
public:
    PathSearch(db::Connection &connection, const sql::Selection &selection, qint64 rows);

    /// The first path to try, or the one after a path that wasn't enough.
    [[nodiscard]] sql::AccessPath next(const std::optional<sql::AccessPath> &last = {});

private:
    struct Smallest
    {
        qsizetype reach = -1;
        qint64 rows = 0;
    };
    /// Of those that list at most `limit`.
    [[nodiscard]] std::optional<Smallest> smallestReach(qint64 limit);

    db::Connection &m_connection;
    qint64 m_rows; ///< as many are asked for, with those that are skipped
    QList<sql::Reach> m_reaches;
};

/// The selection for reading all its rows, in whatever order: among those of another table that meet a condition, where they are
/// few. With the conditions on its own columns the planner finds them by itself.
[[nodiscard]] sql::Selection reached(db::Connection &connection, const sql::Selection &selection);

} // namespace pivotal
