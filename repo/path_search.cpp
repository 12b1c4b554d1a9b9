#include "repo/path_search.h"

#include "repo/db/explain.h"

#include <algorithm>

namespace pivotal {

namespace {

using Kind = sql::AccessPath::Kind;

constexpr qint64 few = 200;            ///< are read in the time of a page
constexpr qint64 some = 3'000;         ///< are still sorted sooner than they are met in the order
constexpr qint64 many = 20'000;        ///< ids are still listed sooner than as many rows are looked at
constexpr qint64 shortWalk = 250;      ///< rows: enough where one of five meets the conditions
constexpr qint64 longWalk = 20'000;    ///< rows
constexpr qint64 sieved = 50'000;      ///< entries of an index
constexpr qint64 walkedPerRow = 20;    ///< at least, where many rows are asked for
constexpr qint64 rememberedMs = 60'000;

/// How many rows each reach lists, at most `limit`.
QList<qint64> countUpTo(db::Connection &connection, const QList<sql::Reach> &reaches, qint64 limit)
{
    QList<sql::Reach> listed;
    std::copy_if(reaches.begin(), reaches.end(), std::back_inserter(listed), [](const sql::Reach &reach) { return reach.isListed; });
    std::optional<db::Rows> rows;
    if (!listed.isEmpty()) {
        rows.emplace(connection.query(sql::countReaches(listed, limit)));
        rows->next();
    }
    QList<qint64> counts;
    for (const sql::Reach &reach : reaches)
        counts << (reach.isListed ? rows->bigint() : -1);
    for (qsizetype i = 0; i < reaches.size(); ++i) // after the rows are read: they end with the next statement
        if (!reaches.at(i).isListed)
            counts[i] = std::min(limit, db::estimateRows(connection, reaches.at(i).all()));
    return counts;
}

} // namespace

std::optional<sql::AccessPath> PathMemory::path(const QByteArray &key)
{
    const std::lock_guard lock(m_mutex);
    const Known *known = m_known.object(key);
    return known && known->age.elapsed() < rememberedMs ? std::optional(known->path) : std::nullopt;
}

void PathMemory::remember(const QByteArray &key, const sql::AccessPath &path)
{
    const std::lock_guard lock(m_mutex);
    auto known = std::make_unique<Known>(Known{path, {}});
    known->age.start();
    m_known.insert(key, known.release());
}

PathSearch::PathSearch(db::Connection &connection, const sql::Selection &selection, qint64 rows)
    : m_connection(connection), m_rows(rows), m_reaches(sql::reachesOf(selection))
{
}

std::optional<PathSearch::Smallest> PathSearch::smallestReach(qint64 limit)
{
    if (m_reaches.isEmpty())
        return std::nullopt;
    const QList<qint64> counts = countUpTo(m_connection, m_reaches, limit + 1);
    const auto least = std::min_element(counts.begin(), counts.end());
    return *least <= limit ? std::optional(Smallest{least - counts.begin(), *least}) : std::nullopt;
}

sql::AccessPath PathSearch::next(const std::optional<sql::AccessPath> &last)
{
    const qint64 atLeast = m_rows * walkedPerRow;
    if (!last) {
        if (const auto least = smallestReach(few))
            return {Kind::Set, least->reach};
        return {Kind::Walk, -1, std::max(shortWalk, atLeast)};
    }
    if (last->kind == Kind::Sieve || last->bound >= longWalk)
        return {Kind::Whole};
    if (const auto least = smallestReach(many))
        return least->rows <= some ? sql::AccessPath{Kind::Set, least->reach} : sql::AccessPath{Kind::Sieve, least->reach, std::max(sieved, atLeast)};
    return {Kind::Walk, -1, std::max(longWalk, atLeast)};
}

sql::Selection reached(db::Connection &connection, const sql::Selection &selection)
{
    const QList<sql::Reach> reaches = sql::reachesOf(selection);
    for (qsizetype i = 0; i < reaches.size(); ++i)
        if (reaches.at(i).isJoined && countUpTo(connection, {reaches.at(i)}, many + 1).first() <= many)
            return sql::within(selection, i);
    return selection;
}

} // namespace pivotal
