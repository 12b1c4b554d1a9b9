#pragma once

#include "repo/domain/instant.h"
#include "repo/metrics/latency_counts.h"

#include <QMap>
#include <QString>

namespace pivotal::metrics {

/// What an operation did.
struct OperationCounts
{
    LatencyCounts durations; ///< on its worker
    qint64 errors = 0;
    qint64 retries = 0;
    qint64 roundTrips = 0;

    friend bool operator==(const OperationCounts &, const OperationCounts &) = default;
};

/// What happened to a cached resource.
struct CacheCounts
{
    qint64 hits = 0;
    qint64 misses = 0;
    qint64 sets = 0;
    qint64 invalidations = 0;
    qint64 stale = 0;
    qint64 errors = 0;

    /// Of what was asked for, 0..1; nothing asked counts as nothing missed.
    [[nodiscard]] double hitRate() const { return hits + misses == 0 ? 1 : double(hits) / double(hits + misses); }
    friend bool operator==(const CacheCounts &, const CacheCounts &) = default;
};

/// What the repository layer and the window did in an interval of time, or, from Metrics::snapshot(), since they began.
struct Sample
{
    Instant at; ///< the end of the interval
    qint64 lengthMs = 0;
    QMap<QString, OperationCounts> operations; ///< "users.listUsers"
    QMap<QString, CacheCounts> caches;         ///< "users"
    LatencyCounts waits;                       ///< of operations, for a worker
    LatencyCounts guiEvents;                   ///< how long the GUI thread took for each
    qint64 inUse = 0;                          ///< workers, the most at a time
    qint64 waiting = 0;                        ///< operations without one, the most at a time
    qint64 spoolDepth = 0;                     ///< audit events that wait, the most at a time

    [[nodiscard]] bool isEmpty() const { return lengthMs == 0; }
    /// Adds an interval that follows or precedes.
    void merge(const Sample &other);
    /// What came since an older snapshot of the same process.
    [[nodiscard]] Sample since(const Sample &earlier) const;
    /// All operations as one.
    [[nodiscard]] OperationCounts allOperations() const;
    [[nodiscard]] CacheCounts allCaches() const;

    [[nodiscard]] QByteArray toCbor() const;
    [[nodiscard]] static Sample fromCbor(const QByteArray &bytes);

    friend bool operator==(const Sample &, const Sample &) = default;
};

/// The samples of [from, to) as intervals of `pointMs`, in order; intervals without a sample are left out.
[[nodiscard]] QList<Sample> regrouped(const QList<Sample> &samples, qint64 pointMs);

} // namespace pivotal::metrics
