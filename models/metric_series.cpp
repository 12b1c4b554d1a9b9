#include "models/metric_series.h"

#include "models/unit_text.h"
#include "repo/domain/text.h"

#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

using metrics::CacheCounts;
using metrics::OperationCounts;
using metrics::Sample;
using Value = std::function<std::optional<double>(const Sample &)>;

Series series(const QString &name, const QList<Sample> &samples, const Value &value)
{
    Series made{name, {}};
    made.points.reserve(samples.size());
    for (const Sample &sample : samples)
        if (const auto y = value(sample))
            made.points.append({double(sample.at.msecs), *y});
    return made;
}

OperationCounts countsOf(const Sample &sample, const QString &operation)
{
    return operation.isEmpty() ? sample.allOperations() : sample.operations.value(operation);
}

/// One look at the samples for all three, since merging the operations is what costs.
QList<Series> percentiles(const QList<Sample> &samples, const std::function<metrics::LatencyCounts(const Sample &)> &counts)
{
    constexpr std::array shares{0.5, 0.95, 0.99};
    QList<Series> made{{u"p50"_s, {}}, {u"p95"_s, {}}, {u"p99"_s, {}}};
    for (const Sample &sample : samples) {
        const metrics::LatencyCounts durations = counts(sample);
        if (durations.isEmpty())
            continue;
        for (size_t i = 0; i < shares.size(); ++i)
            made[qsizetype(i)].points.append({double(sample.at.msecs), durations.percentile(shares[i])});
    }
    return made;
}

double perSecond(const Sample &sample, double count)
{
    return sample.lengthMs > 0 ? count * 1'000 / double(sample.lengthMs) : 0;
}

QList<Series> errorSeries(const QList<Sample> &samples, const QString &operation)
{
    return {series(Text::tr("Errors"), samples, [&](const Sample &s) { return double(countsOf(s, operation).errors); }),
            series(Text::tr("Retries"), samples, [&](const Sample &s) { return double(countsOf(s, operation).retries); })};
}

QList<Series> serviceLevels(const QList<Sample> &samples, const metrics::Budgets &budgets)
{
    QList<Series> made;
    for (const QString &operation : budgets.operations()) {
        if (!budgets.p95Of(operation))
            continue;
        made.append(series(operation, samples, [operation, budget = *budgets.of(operation)](const Sample &sample) -> std::optional<double> {
            const metrics::LatencyCounts durations = sample.operations.value(operation).durations;
            return durations.isEmpty() ? std::nullopt : std::optional(metrics::serviceLevel(durations, budget).share * 100);
        }));
    }
    return made;
}

QStringList resourcesIn(const QList<Sample> &samples)
{
    QStringList names;
    for (const Sample &sample : samples)
        for (const QString &name : sample.caches.keys())
            if (!names.contains(name))
                names << name;
    names.sort();
    return names;
}

QList<Series> hitRates(const QList<Sample> &samples)
{
    const auto rate = [](const CacheCounts &counts) {
        return counts.hits + counts.misses == 0 ? std::nullopt : std::optional(counts.hitRate() * 100);
    };
    QList<Series> made{series(Text::tr("All"), samples, [&](const Sample &s) { return rate(s.allCaches()); })};
    for (const QString &name : resourcesIn(samples))
        made.append(series(name, samples, [&](const Sample &s) { return rate(s.caches.value(name)); }));
    return made;
}

QList<Series> cacheEvents(const QList<Sample> &samples, const QString &resource)
{
    const auto count = [&](const QString &name, qint64 CacheCounts::*which) {
        return series(name, samples, [&resource, which](const Sample &s) {
            return double((resource.isEmpty() ? s.allCaches() : s.caches.value(resource)).*which);
        });
    };
    return {count(Text::tr("Hits"), &CacheCounts::hits),   count(Text::tr("Misses"), &CacheCounts::misses),
            count(Text::tr("Sets"), &CacheCounts::sets),   count(Text::tr("Busts"), &CacheCounts::invalidations),
            count(Text::tr("Stale"), &CacheCounts::stale), count(Text::tr("Errors"), &CacheCounts::errors)};
}

} // namespace

const QList<Metric> &allMetrics()
{
    static const QList<Metric> all{Metric::Latency,      Metric::Throughput,  Metric::Errors, Metric::ServiceLevel,
                                   Metric::CacheHitRate, Metric::CacheEvents, Metric::Pool,   Metric::PoolWait,
                                   Metric::RoundTrips,   Metric::GuiEvents,   Metric::Spool};
    return all;
}

MetricInfo infoOf(Metric metric)
{
    const QString ms = Text::tr("ms");
    switch (metric) {
    case Metric::Latency: return {Text::tr("Latency"), ms, true, Subject::Operation};
    case Metric::Throughput: return {Text::tr("Throughput"), Text::tr("/s"), false, Subject::Operation};
    case Metric::Errors: return {Text::tr("Errors and retries"), {}, false, Subject::Operation};
    case Metric::ServiceLevel: return {Text::tr("Service levels"), Text::tr("%"), false, Subject::None, true};
    case Metric::CacheHitRate: return {Text::tr("Cache hit rate"), Text::tr("%"), false, Subject::None, true};
    case Metric::CacheEvents: return {Text::tr("Cache events"), {}, false, Subject::Resource};
    case Metric::Pool: return {Text::tr("Connections"), {}};
    case Metric::PoolWait: return {Text::tr("Wait for a connection"), ms, true};
    case Metric::RoundTrips: return {Text::tr("Round trips per operation"), {}, false, Subject::Operation};
    case Metric::GuiEvents: return {Text::tr("Events of the window"), ms, true};
    case Metric::Spool: return {Text::tr("Audit events waiting"), {}};
    }
    return {};
}

QList<Series> seriesOf(Metric metric, const QList<Sample> &samples, const QString &subject, const metrics::Budgets &budgets)
{
    switch (metric) {
    case Metric::Latency: return percentiles(samples, [&](const Sample &s) { return countsOf(s, subject).durations; });
    case Metric::Throughput:
        return {series(Text::tr("Operations"), samples,
                       [&](const Sample &s) { return perSecond(s, double(countsOf(s, subject).durations.count())); })};
    case Metric::Errors: return errorSeries(samples, subject);
    case Metric::ServiceLevel: return serviceLevels(samples, budgets);
    case Metric::CacheHitRate: return hitRates(samples);
    case Metric::CacheEvents: return cacheEvents(samples, subject);
    case Metric::Pool:
        return {series(Text::tr("In use"), samples, [](const Sample &s) { return double(s.inUse); }),
                series(Text::tr("Waiting"), samples, [](const Sample &s) { return double(s.waiting); })};
    case Metric::PoolWait: return percentiles(samples, [](const Sample &s) { return s.waits; });
    case Metric::RoundTrips:
        return {series(Text::tr("Round trips"), samples, [&](const Sample &s) {
            const OperationCounts counts = countsOf(s, subject);
            return counts.durations.isEmpty() ? std::nullopt : std::optional(double(counts.roundTrips) / double(counts.durations.count()));
        })};
    case Metric::GuiEvents: return percentiles(samples, [](const Sample &s) { return s.guiEvents; });
    case Metric::Spool: return {series(Text::tr("Waiting"), samples, [](const Sample &s) { return double(s.spoolDepth); })};
    }
    return {};
}

QList<Failures> failuresOf(const QList<Sample> &samples, const QString &operation)
{
    QList<Failures> made;
    for (const Sample &sample : samples) {
        Failures sum{sample.at.msecs, 0, 0, {}};
        QStringList names;
        for (const auto &[name, counts] : sample.operations.asKeyValueRange()) {
            if ((!operation.isEmpty() && name != operation) || counts.errors + counts.retries == 0)
                continue;
            sum.errors += counts.errors;
            sum.retries += counts.retries;
            names << name;
        }
        sum.operations = names.join(u", "_s);
        if (!names.isEmpty())
            made.append(sum);
    }
    return made;
}

QString valueText(Metric metric, double value)
{
    const MetricInfo info = infoOf(metric);
    if (info.isLogarithmic)
        return durationText(value);
    const int digits = value == std::floor(value) ? 0 : value < 10 ? 2 : 1;
    return QLocale().toString(value, 'f', digits) + (info.unit.isEmpty() ? QString() : u" "_s + info.unit);
}

} // namespace pivotal::models
