#include "repo/domain/server_stats.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace pivotal {

namespace {

std::optional<double> share(qint64 part, qint64 rest)
{
    return part + rest > 0 ? std::optional(double(part) / double(part + rest)) : std::nullopt;
}

/// Whether its counters began anew after `older`: none of them goes down otherwise.
bool startedAgain(const StatementStats &newer, const StatementStats &older)
{
    return newer.calls < older.calls || newer.totalMs < older.totalMs || newer.rows < older.rows || newer.maxMs < older.maxMs
           || newer.sharedHit < older.sharedHit || newer.sharedRead < older.sharedRead;
}

using StatementKey = std::tuple<qint64, qint64, bool>;

StatementKey keyOf(const StatementStats &statement)
{
    return {statement.queryId, statement.userId, statement.isTopLevel};
}

/// What an entry has counted since `older`; the same of all users together is what its statement did.
struct Growth
{
    StatementDelta delta;
    double squaredMs = 0;
};

void add(Growth &growth, const StatementStats &newer, const StatementStats &older)
{
    StatementDelta &delta = growth.delta;
    delta.queryId = newer.queryId;
    delta.query = newer.query;
    if (newer.maxMs > delta.maxMs) {
        delta.maxMs = newer.maxMs;
        delta.isMaxOfWindow = newer.maxMs > older.maxMs;
    }
    delta.calls += newer.calls - older.calls;
    delta.totalMs += newer.totalMs - older.totalMs;
    delta.rows += newer.rows - older.rows;
    delta.sharedHit += newer.sharedHit - older.sharedHit;
    delta.sharedRead += newer.sharedRead - older.sharedRead;
    delta.tempBlocks += newer.tempBlocks - older.tempBlocks;
    delta.walBytes += newer.walBytes - older.walBytes;
    growth.squaredMs += newer.squaredMs - older.squaredMs;
}

StatementDelta finished(Growth growth)
{
    const double calls = double(growth.delta.calls);
    growth.delta.meanMs = growth.delta.totalMs / calls;
    const double variance = growth.squaredMs / calls - growth.delta.meanMs * growth.delta.meanMs;
    growth.delta.stddevMs = std::sqrt(std::max(0.0, variance)); // below 0 by rounding only
    return growth.delta;
}

bool wentDown(const DatabaseCounters &newer, const DatabaseCounters &older)
{
    return newer.blocksHit < older.blocksHit || newer.commits < older.commits || newer.rollbacks < older.rollbacks
           || newer.deadlocks < older.deadlocks || newer.tempBytes < older.tempBytes;
}

DatabaseCounters minus(DatabaseCounters counters, const DatabaseCounters &older)
{
    counters.blocksHit -= older.blocksHit;
    counters.blocksRead -= older.blocksRead;
    counters.indexHit = std::max<qint64>(0, counters.indexHit - older.indexHit); // a sum of indexes, of which one may be gone
    counters.indexRead = std::max<qint64>(0, counters.indexRead - older.indexRead);
    counters.commits -= older.commits;
    counters.rollbacks -= older.rollbacks;
    counters.deadlocks -= older.deadlocks;
    counters.tempFiles -= older.tempFiles;
    counters.tempBytes -= older.tempBytes;
    counters.conflicts -= older.conflicts;
    return counters;
}

} // namespace

std::optional<double> StatementDelta::cacheHit() const
{
    return share(sharedHit, sharedRead);
}

StatementWindow difference(const StatementSnapshot &newer, const StatementSnapshot &older)
{
    StatementWindow window;
    window.msecs = newer.at.msecs - older.at.msecs;
    window.wasReset = newer.resetAt != older.resetAt || newer.evictions < older.evictions;
    window.evictions = window.wasReset ? newer.evictions : newer.evictions - older.evictions;
    std::map<StatementKey, const StatementStats *> before;
    if (!window.wasReset)
        for (const StatementStats &each : older.statements)
            before.emplace(keyOf(each), &each);
    std::map<qint64, Growth> growths;
    for (const StatementStats &each : newer.statements) {
        const auto known = before.find(keyOf(each));
        if (known == before.end() && !window.wasReset && !older.isComplete)
            continue; // when it ran first isn't known
        const bool goesOn = known != before.end() && !startedAgain(each, *known->second);
        if (!goesOn || each.calls > known->second->calls)
            add(growths[each.queryId], each, goesOn ? *known->second : StatementStats());
    }
    for (const auto &[queryId, growth] : growths)
        if (growth.delta.calls > 0)
            window.statements.append(finished(growth));
    std::stable_sort(window.statements.begin(), window.statements.end(),
                     [](const StatementDelta &a, const StatementDelta &b) { return a.totalMs > b.totalMs; });
    return window;
}

std::optional<double> DatabaseCounters::cacheHit() const
{
    return share(blocksHit, blocksRead);
}

std::optional<double> DatabaseCounters::indexCacheHit() const
{
    return share(indexHit, indexRead);
}

DatabaseWindow difference(const DatabaseStats &newer, const DatabaseStats &older)
{
    DatabaseWindow window;
    window.msecs = newer.at.msecs - older.at.msecs;
    window.wasReset = newer.resetAt != older.resetAt || wentDown(newer.counters, older.counters);
    window.counters = window.wasReset ? newer.counters : minus(newer.counters, older.counters);
    return window;
}

double TableStats::deadShare() const
{
    return share(deadRows, liveRows).value_or(0);
}

std::optional<qint64> TableStats::lastVacuumAgo() const
{
    if (vacuumedAgo && autovacuumedAgo)
        return std::min(*vacuumedAgo, *autovacuumedAgo);
    return vacuumedAgo ? vacuumedAgo : autovacuumedAgo;
}

} // namespace pivotal
