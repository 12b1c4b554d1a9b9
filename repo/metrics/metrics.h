#pragma once

#include "repo/metrics/latency_sketch.h"
#include "repo/metrics/operation_record.h"
#include "repo/metrics/sample.h"

#include <QHash>
#include <QList>
#include <memory>
#include <shared_mutex>
#include <string>

namespace prometheus {
class Registry;
}

namespace pivotal::metrics {

/// What happens to a cached resource ("user", "users", "roles", …).
enum class CacheEvent { Hit, Miss, Set, Invalidation, Stale, Error };

struct OperationSummary
{
    QString operation; ///< "users.listUsers"
    std::uint64_t count = 0;
    std::uint64_t errors = 0;
    double p50Ms = 0;
    double p95Ms = 0;
    double p99Ms = 0;
};

struct CacheSummary
{
    QString resource;
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t sets = 0;
    std::uint64_t invalidations = 0;
    std::uint64_t stale = 0;
    std::uint64_t errors = 0;
};

/// The counters of one process, by the seed report's names, in a Prometheus registry. Any thread; to record costs well
/// under a microsecond once an operation or resource has been seen.
class Metrics
{
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics &) = delete;
    Metrics &operator=(const Metrics &) = delete;

    static constexpr double slowOperationMs = 300;

    void record(const OperationRecord &record);
    void record(CacheEvent event, const QString &resource);
    void setPool(int inUse, int waiting);
    void countReconnect();
    void setSpoolDepth(qint64 events);
    /// How long the GUI thread took for an event.
    void recordGuiEvent(double ms) { m_guiEvents.record(ms); }

    [[nodiscard]] QList<OperationSummary> operations() const;
    [[nodiscard]] QList<CacheSummary> caches() const;
    /// Everything since the process began; the gauges are the most since the last call.
    [[nodiscard]] Sample snapshot();
    /// The text format of Prometheus.
    [[nodiscard]] std::string exposition() const;
    [[nodiscard]] std::shared_ptr<prometheus::Registry> registry() const;

private:
    struct Families;
    struct Operation;
    struct Resource;

    Operation &operation(const QString &name);
    Resource &resource(const QString &name);

    std::unique_ptr<Families> m_families;
    LatencySketch m_waits;
    LatencySketch m_guiEvents;
    std::atomic<qint64> m_inUse = 0; ///< the most since the last snapshot, as the two below
    std::atomic<qint64> m_waiting = 0;
    std::atomic<qint64> m_spoolDepth = 0;
    mutable std::shared_mutex m_lock; ///< guards the two below; what they point to stays
    QHash<QString, std::shared_ptr<Operation>> m_operations;
    QHash<QString, std::shared_ptr<Resource>> m_resources;
};

} // namespace pivotal::metrics
