#include "repo/metrics/metrics.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace pivotal::metrics {

namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Labels;

/// Milliseconds; the seed report's budgets are among the bounds, so that shares within budget can be read off exactly.
const prometheus::Histogram::BucketBoundaries durationBounds{0.5, 1,   2,   5,   10,   20,   30,   50,    100,
                                                             200, 300, 500, 800, 1000, 2000, 5000, 10000, 30000};

constexpr std::array cacheEventNames{"hits", "misses", "sets", "busts", "stale", "errors"};

std::uint64_t valueOf(const Counter &counter)
{
    return std::uint64_t(counter.Value());
}

void raise(std::atomic<qint64> &most, qint64 value)
{
    qint64 seen = most.load(std::memory_order_relaxed);
    while (seen < value && !most.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
    }
}

} // namespace

struct Metrics::Families
{
    std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
    Family<prometheus::Histogram> &durations = BuildHistogram()
                                                   .Name("pivotal_repo_duration_ms")
                                                   .Help("Milliseconds an operation took on its worker, retries included")
                                                   .Register(*registry);
    Family<Counter> &slow =
        BuildCounter().Name("pivotal_slow_query_total").Help("Operations that took more than 300 ms").Register(*registry);
    Family<Counter> &errors =
        BuildCounter().Name("pivotal_repo_errors_total").Help("Operations that failed, by error code").Register(*registry);
    Family<Counter> &retries =
        BuildCounter().Name("pivotal_repo_retries_total").Help("Transactions that were run again").Register(*registry);
    Family<Counter> &roundTrips =
        BuildCounter().Name("pivotal_repo_round_trips_total").Help("Messages to the server that were waited for").Register(*registry);
    std::array<Family<Counter> *, cacheEventNames.size()> cache{};
    prometheus::Histogram &poolWait = BuildHistogram()
                                          .Name("pivotal_pool_wait_ms")
                                          .Help("Milliseconds an operation waited for a free worker")
                                          .Register(*registry)
                                          .Add({}, durationBounds);
    Family<prometheus::Gauge> &pool =
        BuildGauge().Name("pivotal_pool_operations").Help("Operations that run and that wait for a worker").Register(*registry);
    prometheus::Gauge &inUse = pool.Add({{"state", "in_use"}});
    prometheus::Gauge &waiting = pool.Add({{"state", "waiting"}});
    Counter &reconnects =
        BuildCounter().Name("pivotal_pool_reconnects_total").Help("Connections opened again after one broke").Register(*registry).Add({});
    prometheus::Gauge &spoolDepth =
        BuildGauge().Name("pivotal_audit_spool_depth").Help("Audit events that wait to be sent").Register(*registry).Add({});

    Families()
    {
        for (size_t i = 0; i < cache.size(); ++i)
            cache[i] = &BuildCounter()
                            .Name(std::string("pivotal_cache_") + cacheEventNames[i] + "_total")
                            .Help(std::string("Cache ") + cacheEventNames[i] + " by resource")
                            .Register(*registry);
    }
};

struct Metrics::Operation
{
    Operation(Families &families, const QString &name)
        : labels{{"repo", name.section(u'.', 0, 0).toStdString()}, {"operation", name.section(u'.', 1).toStdString()}},
          duration(families.durations.Add(labels, durationBounds)), slow(families.slow.Add(labels)), retries(families.retries.Add(labels)),
          roundTrips(families.roundTrips.Add(labels))
    {
    }

    Labels labels;
    prometheus::Histogram &duration;
    Counter &slow;
    Counter &retries;
    Counter &roundTrips;
    std::atomic<std::uint64_t> errors = 0;
    LatencySketch sketch;
};

struct Metrics::Resource
{
    Resource(Families &families, const QString &name)
    {
        for (size_t i = 0; i < counters.size(); ++i)
            counters[i] = &families.cache[i]->Add({{"resource", name.toStdString()}});
    }

    std::array<Counter *, cacheEventNames.size()> counters{};
};

Metrics::Metrics() : m_families(std::make_unique<Families>()) {}
Metrics::~Metrics() = default;

void Metrics::record(const OperationRecord &record)
{
    Operation &known = operation(record.operation);
    if (record.error != ErrorCode::Cancelled) { // how long it would have taken, nobody knows
        known.duration.Observe(record.durationMs);
        known.sketch.record(record.durationMs);
        m_waits.record(record.waitMs);
        m_families->poolWait.Observe(record.waitMs);
    }
    known.roundTrips.Increment(record.roundTrips);
    if (record.durationMs > slowOperationMs)
        known.slow.Increment();
    if (record.attempts > 1)
        known.retries.Increment(record.attempts - 1);
    if (!record.error)
        return;
    if (*record.error != ErrorCode::Cancelled) // scrolling on is no failure
        ++known.errors;
    Labels labels = known.labels;
    labels.emplace("error", nameOf(*record.error).toStdString());
    m_families->errors.Add(labels).Increment();
}

void Metrics::record(CacheEvent event, const QString &name)
{
    resource(name).counters[size_t(event)]->Increment();
}

void Metrics::setPool(int inUse, int waiting)
{
    m_families->inUse.Set(inUse);
    m_families->waiting.Set(waiting);
    raise(m_inUse, inUse);
    raise(m_waiting, waiting);
}

void Metrics::countReconnect()
{
    m_families->reconnects.Increment();
}

void Metrics::setSpoolDepth(qint64 events)
{
    m_families->spoolDepth.Set(double(events));
    raise(m_spoolDepth, events);
}

QList<OperationSummary> Metrics::operations() const
{
    QList<OperationSummary> summaries;
    {
        const std::shared_lock lock(m_lock);
        for (const auto &[name, known] : m_operations.asKeyValueRange()) {
            const LatencyCounts durations = known->sketch.counts();
            summaries.append({name, durations.count(), known->errors, durations.percentile(0.5), durations.percentile(0.95),
                              durations.percentile(0.99)});
        }
    }
    std::sort(summaries.begin(), summaries.end(), [](const auto &a, const auto &b) { return a.operation < b.operation; });
    return summaries;
}

QList<CacheSummary> Metrics::caches() const
{
    QList<CacheSummary> summaries;
    {
        const std::shared_lock lock(m_lock);
        for (const auto &[name, known] : m_resources.asKeyValueRange()) {
            const auto count = [&counters = known->counters](CacheEvent event) { return valueOf(*counters[size_t(event)]); };
            summaries.append({name, count(CacheEvent::Hit), count(CacheEvent::Miss), count(CacheEvent::Set),
                              count(CacheEvent::Invalidation), count(CacheEvent::Stale), count(CacheEvent::Error)});
        }
    }
    std::sort(summaries.begin(), summaries.end(), [](const auto &a, const auto &b) { return a.resource < b.resource; });
    return summaries;
}

Sample Metrics::snapshot()
{
    Sample sample;
    sample.at = Instant::now();
    sample.waits = m_waits.counts();
    sample.guiEvents = m_guiEvents.counts();
    sample.inUse = m_inUse.exchange(qint64(m_families->inUse.Value()));
    sample.waiting = m_waiting.exchange(qint64(m_families->waiting.Value()));
    sample.spoolDepth = m_spoolDepth.exchange(qint64(m_families->spoolDepth.Value()));
    const std::shared_lock lock(m_lock);
    for (const auto &[name, known] : m_operations.asKeyValueRange())
        sample.operations.insert(
            name, {known->sketch.counts(), qint64(known->errors), qint64(valueOf(known->retries)), qint64(valueOf(known->roundTrips))});
    for (const auto &[name, known] : m_resources.asKeyValueRange()) {
        const auto count = [&counters = known->counters](CacheEvent event) { return qint64(valueOf(*counters[size_t(event)])); };
        sample.caches.insert(name, {count(CacheEvent::Hit), count(CacheEvent::Miss), count(CacheEvent::Set),
                                    count(CacheEvent::Invalidation), count(CacheEvent::Stale), count(CacheEvent::Error)});
    }
    return sample;
}

std::string Metrics::exposition() const
{
    return prometheus::TextSerializer().Serialize(m_families->registry->Collect());
}

std::shared_ptr<prometheus::Registry> Metrics::registry() const
{
    return m_families->registry;
}

Metrics::Operation &Metrics::operation(const QString &name)
{
    {
        const std::shared_lock lock(m_lock);
        if (const auto found = m_operations.constFind(name); found != m_operations.cend())
            return **found;
    }
    const std::unique_lock lock(m_lock);
    auto &known = m_operations[name];
    if (!known)
        known = std::make_shared<Operation>(*m_families, name);
    return *known;
}

Metrics::Resource &Metrics::resource(const QString &name)
{
    {
        const std::shared_lock lock(m_lock);
        if (const auto found = m_resources.constFind(name); found != m_resources.cend())
            return **found;
    }
    const std::unique_lock lock(m_lock);
    auto &known = m_resources[name];
    if (!known)
        known = std::make_shared<Resource>(*m_families, name);
    return *known;
}

} // namespace pivotal::metrics
