#pragma once

#include "repo/metrics/budget.h"
#include "repo/metrics/sample.h"

#include <QList>
#include <QPointF>
#include <QString>

namespace pivotal::models {

/// What a chart can show of the samples.
enum class Metric { Latency, Throughput, Errors, ServiceLevel, CacheHitRate, CacheEvents, Pool, PoolWait, RoundTrips, GuiEvents, Spool };

/// What of a metric can be chosen to be shown alone.
enum class Subject { None, Operation, Resource };

struct MetricInfo
{
    QString name; ///< "Cache hit rate"
    QString unit; ///< "ms"; empty for a plain number
    bool isLogarithmic = false;
    Subject subject = Subject::None;
    bool isShare = false; ///< in percent of a whole
};

struct Series
{
    QString name;
    QList<QPointF> points; ///< x: ms since the epoch, the end of the interval; y in the metric's unit

    friend bool operator==(const Series &, const Series &) = default;
};

[[nodiscard]] const QList<Metric> &allMetrics();
[[nodiscard]] MetricInfo infoOf(Metric metric);
/// The same series in the same order for whatever samples. Intervals in which nothing happened have no point in a series of
/// durations or rates, and zero in one of counts. `subject`: an operation or a cached resource, by the metric's info; empty: all
/// of them as one. Service levels have a series for each operation of `budgets`, hit rates one for each resource.
[[nodiscard]] QList<Series> seriesOf(Metric metric, const QList<metrics::Sample> &samples, const QString &subject,
                                     const metrics::Budgets &budgets = {});

/// An interval in which calls failed, or were tried again.
struct Failures
{
    qint64 atMs = 0; ///< its end
    qint64 errors = 0;
    qint64 retries = 0;
    QString operations; ///< whose they were

    friend bool operator==(const Failures &, const Failures &) = default;
};
[[nodiscard]] QList<Failures> failuresOf(const QList<metrics::Sample> &samples, const QString &operation);

/// With the metric's unit.
[[nodiscard]] QString valueText(Metric metric, double value);

} // namespace pivotal::models
