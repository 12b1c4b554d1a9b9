#pragma once

#include "models/anchor_map.h"
#include "repo/audit/sql_audit_repository.h"
#include "repo/cache/memory_cache.h"
#include "repo/users/sql_users_repository.h"
#include "tests/bench/bench_data.h"

#include <QCoreApplication>

namespace pivotal::bench {

/// The repositories as the console has them, on the large organization of a database.
struct Repositories
{
    explicit Repositories(const db::ConnectionOptions &options)
        : executor([options] { return options; }, 4), background([options] { return options; }, 1), scope(BenchData::scopeOf(options)),
          cache(std::make_shared<cache::ReadThrough>(std::make_shared<cache::MemoryCache>(), std::make_shared<metrics::Telemetry>(),
                                                     cache::CacheOptions{.verifyShare = 0})),
          users({executor, background, scope, cache, &capabilities}), audit({executor, background, scope, nullptr, &capabilities})
    {
    }

    db::Executor executor;
    db::Executor background;
    Scope scope;
    db::Capabilities capabilities = [] {
        db::Capabilities all;
        all.canFold = true;
        return all;
    }();
    std::shared_ptr<cache::ReadThrough> cache;
    SqlUsersRepository users;
    SqlAuditRepository audit;
};

/// The value; the bench has nothing else to do.
template <class T>
T wait(QFuture<T> future)
{
    future.waitForFinished();
    T value = future.result();
    QCoreApplication::processEvents(); // the executor's own watchers end
    return value;
}

inline SliceRequest fresh(const SliceRequest &request = {})
{
    SliceRequest other = request;
    other.freshness = Freshness::Fresh;
    return other;
}

/// Scans the whole result, as the model does in the background.
template <class Source>
models::AnchorMap scanAnchors(Source &source, const typename Source::Filter &filter, const typename Source::Order &order)
{
    models::AnchorMap anchors;
    anchors.reset(wait(source.count(filter, Freshness::Fresh)));
    while (!anchors.isComplete()) {
        const AnchorRequest request{anchors.scannedTo(), std::nullopt, anchors.step() * 1'000, anchors.step()};
        const Anchors scanned = wait(source.anchors(filter, order, request));
        anchors.append(scanned, scanned.rows < request.rows);
    }
    return anchors;
}

} // namespace pivotal::bench
