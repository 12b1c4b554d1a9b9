#include "repo/metrics/sample.h"

#include <QCborArray>
#include <QCborMap>
#include <algorithm>

namespace pivotal::metrics {

namespace {

void add(OperationCounts &sum, const OperationCounts &other)
{
    sum.durations.merge(other.durations);
    sum.errors += other.errors;
    sum.retries += other.retries;
    sum.roundTrips += other.roundTrips;
}

void add(CacheCounts &sum, const CacheCounts &other, qint64 sign = 1)
{
    for (qint64 CacheCounts::*count : {&CacheCounts::hits, &CacheCounts::misses, &CacheCounts::sets, &CacheCounts::invalidations,
                                       &CacheCounts::stale, &CacheCounts::errors})
        sum.*count += sign * other.*count;
}

QCborArray toCbor(const OperationCounts &counts)
{
    return {counts.durations.toCbor(), counts.errors, counts.retries, counts.roundTrips};
}

OperationCounts operationFrom(const QCborArray &array)
{
    return {LatencyCounts::fromCbor(array.at(0)), array.at(1).toInteger(), array.at(2).toInteger(), array.at(3).toInteger()};
}

QCborArray toCbor(const CacheCounts &counts)
{
    return {counts.hits, counts.misses, counts.sets, counts.invalidations, counts.stale, counts.errors};
}

CacheCounts cacheFrom(const QCborArray &array)
{
    return {array.at(0).toInteger(), array.at(1).toInteger(), array.at(2).toInteger(),
            array.at(3).toInteger(), array.at(4).toInteger(), array.at(5).toInteger()};
}

template <class Counts>
QCborMap toCbor(const QMap<QString, Counts> &byName)
{
    QCborMap map;
    for (const auto &[name, counts] : byName.asKeyValueRange())
        map.insert(name, toCbor(counts));
    return map;
}

template <class Counts>
QMap<QString, Counts> mapFrom(const QCborValue &value, Counts (*read)(const QCborArray &))
{
    QMap<QString, Counts> byName;
    const QCborMap map = value.toMap();
    for (auto entry = map.cbegin(); entry != map.cend(); ++entry)
        byName.insert(entry.key().toString(), read(entry.value().toArray()));
    return byName;
}

} // namespace

void Sample::merge(const Sample &other)
{
    at = std::max(at, other.at);
    lengthMs += other.lengthMs;
    for (const auto &[name, counts] : other.operations.asKeyValueRange())
        add(operations[name], counts);
    for (const auto &[name, counts] : other.caches.asKeyValueRange())
        add(caches[name], counts);
    waits.merge(other.waits);
    guiEvents.merge(other.guiEvents);
    inUse = std::max(inUse, other.inUse);
    waiting = std::max(waiting, other.waiting);
    spoolDepth = std::max(spoolDepth, other.spoolDepth);
}

Sample Sample::since(const Sample &earlier) const
{
    Sample later;
    later.at = at;
    later.lengthMs = at.msecs - earlier.at.msecs;
    for (const auto &[name, counts] : operations.asKeyValueRange()) {
        const OperationCounts before = earlier.operations.value(name);
        const OperationCounts change{counts.durations.since(before.durations), counts.errors - before.errors,
                                     counts.retries - before.retries, counts.roundTrips - before.roundTrips};
        if (!(change == OperationCounts())) // errors and trips are counted after the duration: a snapshot may fall between
            later.operations.insert(name, change);
    }
    for (const auto &[name, counts] : caches.asKeyValueRange()) {
        CacheCounts change = counts;
        add(change, earlier.caches.value(name), -1);
        if (!(change == CacheCounts()))
            later.caches.insert(name, change);
    }
    later.waits = waits.since(earlier.waits);
    later.guiEvents = guiEvents.since(earlier.guiEvents);
    later.inUse = inUse;
    later.waiting = waiting;
    later.spoolDepth = spoolDepth;
    return later;
}

OperationCounts Sample::allOperations() const
{
    OperationCounts all;
    for (const OperationCounts &counts : operations)
        add(all, counts);
    return all;
}

CacheCounts Sample::allCaches() const
{
    CacheCounts all;
    for (const CacheCounts &counts : caches)
        add(all, counts);
    return all;
}

QByteArray Sample::toCbor() const
{
    const QCborArray array{
        at.msecs, lengthMs,  metrics::toCbor(operations), metrics::toCbor(caches), waits.toCbor(), guiEvents.toCbor(), inUse,
        waiting,  spoolDepth};
    return array.toCborValue().toCbor();
}

Sample Sample::fromCbor(const QByteArray &bytes)
{
    const QCborArray array = QCborValue::fromCbor(bytes).toArray();
    Sample sample;
    sample.at = {array.at(0).toInteger()};
    sample.lengthMs = array.at(1).toInteger();
    sample.operations = mapFrom(array.at(2), operationFrom);
    sample.caches = mapFrom(array.at(3), cacheFrom);
    sample.waits = LatencyCounts::fromCbor(array.at(4));
    sample.guiEvents = LatencyCounts::fromCbor(array.at(5));
    sample.inUse = array.at(6).toInteger();
    sample.waiting = array.at(7).toInteger();
    sample.spoolDepth = array.at(8).toInteger();
    return sample;
}

QList<Sample> regrouped(const QList<Sample> &samples, qint64 pointMs)
{
    QList<Sample> points;
    qint64 last = -1;
    for (const Sample &sample : samples) {
        const qint64 point = (sample.at.msecs - 1) / pointMs; // it ends there, so what ends on the bound belongs before it
        if (point == last) {
            points.last().merge(sample);
        } else {
            points.append(sample);
            last = point;
        }
    }
    return points;
}

} // namespace pivotal::metrics
