#include "repo/paging/path_search.h"

#include "repo/db/explain.h"

#include <algorithm>
#include <utility>

namespace pivotal {

namespace {

using Kind = sql::AccessPath::Kind;
using Words = sql::ByWord::Kind;

constexpr qint64 few = 200;            ///< are read in the time of a page
constexpr qint64 some = 3'000;         ///< are still sorted sooner than they are met in the order
constexpr qint64 someInRange = 12'000; ///< likewise, where the planner finds them by itself: 3 us each
constexpr qint64 many = 20'000;        ///< ids are still listed sooner than as many rows are looked at
constexpr qint64 shortScan = 250;      ///< rows: enough where one of five meets the conditions
constexpr qint64 longScan = 20'000;    ///< rows
constexpr qint64 lastScan = 500'000;   ///< rows: a second or two, before all of very many are read
constexpr qint64 veryMany = 100'000;   ///< are counted in 100 ms, and read in less than the last scan takes
constexpr qint64 handful = 5;          ///< words, of each of which a page is read sooner than rows are counted
constexpr qint64 someWords = 20;       ///< of each of which as many rows of the index are read as are looked at
constexpr qint64 fewWords = 100;       ///< likewise, after that
constexpr qint64 stepPerRow = 4;       ///< rows of the order, before a page of each word is read, or another table is sieved by
constexpr qint64 densePerRow = 150;    ///< rows of the order for each that is asked for, where the short scan met some
constexpr qint64 sieved = 20'000;      ///< entries of an index
constexpr qint64 scannedPerRow = 20;   ///< at least, where many rows are asked for
constexpr qint64 rememberedMs = 60'000;

/// How many rows each reach lists, at most `limit`; `limit` for those that can't be counted so.
QList<qint64> countUpTo(db::Connection &connection, const QList<sql::Reach> &reaches, qint64 limit)
{
    QList<sql::Reach> listed;
    std::copy_if(reaches.begin(), reaches.end(), std::back_inserter(listed), [](const sql::Reach &reach) { return reach.isListed; });
    QList<qint64> counts(reaches.size(), limit);
    if (listed.isEmpty())
        return counts;
    db::Rows rows = connection.query(sql::countReaches(listed, limit));
    rows.next();
    for (qsizetype i = 0; i < reaches.size(); ++i)
        if (reaches.at(i).isListed)
            counts[i] = rows.bigint();
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

PathSearch::PathSearch(db::Connection &connection, const sql::Selection &selection, const sql::Ordering &ordering, qint64 rows)
    : m_connection(connection), m_selection(selection), m_ordering(ordering), m_rows(rows), m_reaches(sql::reachesOf(selection)),
      m_byWord(sql::byWord(selection, ordering))
{
}

QList<PathSearch::Listed> PathSearch::reachesUpTo(qint64 limit)
{
    QList<Listed> found;
    if (m_reaches.isEmpty())
        return found;
    const QList<qint64> counts = countUpTo(m_connection, m_reaches, limit + 1);
    for (qsizetype i = 0; i < counts.size(); ++i)
        if (counts.at(i) <= limit)
            found.append({i, counts.at(i)});
    std::stable_sort(found.begin(), found.end(), [](const Listed &a, const Listed &b) { return a.rows < b.rows; });
    return found;
}

std::optional<PathSearch::Listed> PathSearch::smallestReach(qint64 limit)
{
    const QList<Listed> found = reachesUpTo(limit);
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

std::optional<sql::AccessPath> PathSearch::shortRange(qint64 limit)
{
    for (qsizetype i = 0; i < m_reaches.size(); ++i)
        if (m_reaches.at(i).isRange && countUpTo(m_connection, {m_reaches.at(i)}, limit + 1).first() <= limit)
            return all(i);
    return std::nullopt;
}

std::optional<sql::AccessPath> PathSearch::byWord(sql::ByWord::Kind kind, qint64 limit, qint64 bound)
{
    if (!m_byWord || m_byWord->kind != kind)
        return std::nullopt;
    if (!m_words) {
        db::Rows counted = m_connection.query(sql::countWords(m_byWord->words, fewWords + 1));
        m_words = counted.next() ? counted.bigint() : 0;
    }
    return *m_words <= limit ? std::optional(sql::AccessPath{Kind::ByWord, m_byWord->number, bound}) : std::nullopt;
}

bool PathSearch::isThere(const sql::AccessPath &path) const
{
    const qsizetype there = path.kind == Kind::ByWord ? sql::wordKeys(m_selection, m_ordering).size() : m_reaches.size();
    return path.reach < there && path.other < there;
}

sql::AccessPath PathSearch::first()
{
    if (const auto words = byWord(Words::Exact, handful))
        return *words;
    if (const auto least = smallestReach(few))
        return least->rows == 0 ? sql::AccessPath{Kind::Empty} : sql::AccessPath{Kind::Set, least->reach};
    const bool isSearch = std::any_of(m_reaches.begin(), m_reaches.end(), [](const sql::Reach &reach) { return !reach.isListed; });
    if (isSearch)
        m_expected = db::estimateRows(m_connection, sql::rows(m_selection));
    if (m_expected <= some)
        return {Kind::Whole};
    return {Kind::Scan, -1, shortBound()};
}

sql::AccessPath PathSearch::next(const sql::AccessPath &last, qsizetype found)
{
    if (last.kind == Kind::Sieve) {
        // Late in the order, but they are not many; a range's rows are found sooner than those of another table's.
        const auto range = hasJoinedReach() ? shortRange(many) : std::nullopt;
        return range ? *range : all(last.reach);
    }
    if (!std::exchange(m_isNearTried, true))
        if (const auto near = nextNear(last, found))
            return *near;
    if (m_expected <= many)
        return {Kind::Whole};
    if (!std::exchange(m_isFarTried, true)) {
        const QList<Listed> lists = reachesUpTo(many);
        if (lists.size() > 1 && hasJoinedReach()) // few are in both: ids alone are read until those are left
            return {Kind::Both, lists.at(0).reach, 0, lists.at(1).reach};
        if (!lists.isEmpty())
            return {Kind::Sieve, lists.first().reach, std::max(sieved, m_rows * scannedPerRow)};
    }
    if (last.bound < longBound()) {
        const auto words = byWord(Words::LookedAt, handful, longBound());
        return words ? *words : sql::AccessPath{Kind::Scan, -1, longBound()};
    }
    const bool isSearch = m_expected < std::numeric_limits<qint64>::max(); // which is expensive to look at, row by row
    if (last.bound < lastScan && !isSearch && !hasJoinedReach() && !smallestReach(veryMany))
        return {Kind::Scan, -1, lastScan};
    return {Kind::Whole};
}

std::optional<sql::AccessPath> PathSearch::nextNear(const sql::AccessPath &last, qsizetype found)
{
    if (const auto words = byWord(Words::Exact, fewWords))
        return words;
    if (const auto least = smallestReach(some))
        return all(least->reach);
    if (const auto words = byWord(Words::Paired, fewWords))
        return words;
    const qint64 expectedScan = found > 0 ? m_rows * last.bound / found : someInRange;
    if (!hasJoinedReach()) // else the planner would join all that the other table has
        if (const auto range = shortRange(std::min(expectedScan, someInRange)))
            return range;
    if (const auto words = byWord(Words::LookedAt, someWords, m_rows * scannedPerRow); words && *words != last)
        return words;
    const sql::AccessPath further{Kind::Scan, -1, m_rows * densePerRow};
    const bool isSooner = m_expected > std::min(many, expectedScan); // than all that a search finds
    return found > 0 && !hasJoinedReach() && isSooner && last.bound < further.bound ? std::optional(further) : std::nullopt;
}

/// What the planner finds by itself it reads in the order of the pages; but beside another table's rows it may take all of those first.
sql::AccessPath PathSearch::all(qsizetype reach) const
{
    const sql::Reach &of = m_reaches.at(reach);
    return of.isRange && !of.range && !hasJoinedReach() ? sql::AccessPath{Kind::Whole} : sql::AccessPath{Kind::Set, reach};
}

bool PathSearch::hasJoinedReach() const
{
    return std::any_of(m_reaches.begin(), m_reaches.end(), [](const sql::Reach &reach) { return reach.isJoined; });
}

qint64 PathSearch::shortBound() const
{
    return m_byWord || hasJoinedReach() ? m_rows * stepPerRow : std::max(shortScan, m_rows * scannedPerRow);
}

qint64 PathSearch::longBound() const
{
    return std::max(longScan, m_rows * scannedPerRow);
}

sql::Selection lookedUp(db::Connection &connection, const sql::Selection &selection, const sql::Target &target)
{
    if (target.hasRawBytes) // a value may hold what can't be sent back
        return selection;
    const auto lookUp = [&connection](const sql::Statement &statement) {
        db::Rows found = connection.query(statement);
        const std::optional<QString> value = found.next() ? found.optionalText() : std::nullopt;
        return value ? QVariant(*value) : QVariant(QMetaType::fromType<QString>());
    };
    return sql::known(sql::withValues(selection, lookUp), target);
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
