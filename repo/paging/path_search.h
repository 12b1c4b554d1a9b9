#pragma once

#include "repo/db/connection.h"
#include "repo/sql/access_path.h"
#include "repo/sql/by_word.h"

#include <QCache>
#include <QElapsedTimer>
#include <limits>
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

/// Finds the path to a slice that the planner can't be left with (isPlanned), by trying, each try being bounded. The reaches are
/// counted up to a few first, then a short way of the order is scanned: whichever is enough costs no more than the best plan and
/// that much. Then the words are looked at one by one, if there are some; the short way is shorter then. What is neither rare nor common is
/// counted, and scanned, further; how dense the rows lie, the short way has told. So the most that is read is a small multiple of what the
/// best path reads; only rows that come late in the order, and meet several conditions that many rows meet, are left to a
/// reading of all of them.
///
/// A search is left to the planner where it expects few rows: what a trigram index lists can't be counted in part, but the
/// statistics hold samples of the texts.
///
/// Two costs are weighed: `n` rows of `all` are found by reading n, or about limit * all / n in the order; they meet at
/// sqrt(limit * all), 7,000 for a page of 50 among a million. Selection and ordering outlive it.
class PathSearch
{
public:
    PathSearch(db::Connection &connection, const sql::Selection &selection, const sql::Ordering &ordering, qint64 rows);

    /// Whether it is of this selection and order as they are now; its index may be gone.
    [[nodiscard]] bool isThere(const sql::AccessPath &path) const;
    /// The first path to try.
    [[nodiscard]] sql::AccessPath first();
    /// The one after a path that found only so many rows.
    [[nodiscard]] sql::AccessPath next(const sql::AccessPath &last, qsizetype found);

private:
    struct Listed
    {
        qsizetype reach = -1;
        qint64 rows = 0;
    };
    /// Those that list at most `limit`, the smallest first.
    [[nodiscard]] QList<Listed> reachesUpTo(qint64 limit);
    [[nodiscard]] std::optional<Listed> smallestReach(qint64 limit);
    /// All rows of a range of at most `limit`.
    [[nodiscard]] std::optional<sql::AccessPath> shortRange(qint64 limit);
    /// By words, if there are at most `limit`; of those that have to be looked at, `bound` rows.
    [[nodiscard]] std::optional<sql::AccessPath> byWord(sql::ByWord::Kind kind, qint64 limit, qint64 bound = 0);
    /// After the short scan: what costs little.
    [[nodiscard]] std::optional<sql::AccessPath> nextNear(const sql::AccessPath &last, qsizetype found);
    /// All the rows that the reach lists, sorted.
    [[nodiscard]] sql::AccessPath all(qsizetype reach) const;
    /// Expensive to look at, row by row.
    [[nodiscard]] bool hasJoinedReach() const;
    /// Of the scans in the order, in rows.
    [[nodiscard]] qint64 shortBound() const;
    [[nodiscard]] qint64 longBound() const;

    db::Connection &m_connection;
    const sql::Selection &m_selection;
    const sql::Ordering &m_ordering;
    qint64 m_rows; ///< as many are asked for, with those that are skipped
    QList<sql::Reach> m_reaches;
    std::optional<sql::ByWord> m_byWord;
    std::optional<qint64> m_words;                          ///< how many it looks at
    qint64 m_expected = std::numeric_limits<qint64>::max(); ///< rows, of a search: what the planner expects
    bool m_isNearTried = false;
    bool m_isFarTried = false;
};

/// The selection with the values looked up that its conditions compare with.
[[nodiscard]] sql::Selection lookedUp(db::Connection &connection, const sql::Selection &selection, const sql::Target &target);

/// The selection for reading all its rows, in whatever order: among those of another table that meet a condition, where they are
/// few. With the conditions on its own columns the planner finds them by itself.
[[nodiscard]] sql::Selection reached(db::Connection &connection, const sql::Selection &selection);

} // namespace pivotal
