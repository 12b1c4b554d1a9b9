#pragma once

#include "repo/metrics/sample.h"

#include <QList>
#include <QPointF>
#include <QString>

namespace pivotal::models {

/// What a chart can show of the samples.
enum class Metric { Latency, Throughput, Errors, CacheHitRate, CacheEvents, Pool, PoolWait, RoundTrips, GuiEvents, Spool };

struct MetricInfo
{
    QString name; ///< "Cache hit rate"
    QString unit; ///< "ms"; empty for a plain number
    bool isLogarithmic = false;
    bool isOfOperation = false; ///< it is of the operation chosen, not of all
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
/// durations or rates, and zero in one of counts. `operation` empty: all of them as one.
[[nodiscard]] QList<Series> seriesOf(Metric metric, const QList<metrics::Sample> &samples, const QString &operation);

/// "1.9 ms", "412 ms", "2.4 s": three digits at most.
[[nodiscard]] QString durationText(double ms);
/// With the metric's unit.
[[nodiscard]] QString valueText(Metric metric, double value);

} // namespace pivotal::models
