#include "repo/metrics/latency_counts.h"

#include <QCborArray>
#include <QCborValue>
#include <algorithm>
#include <cmath>

namespace pivotal::metrics {

namespace {

constexpr double gamma = (1 + LatencyCounts::relativeError) / (1 - LatencyCounts::relativeError);
const double perLogGamma = 1 / std::log(gamma);
constexpr double usPerMs = 1000;

} // namespace

int LatencyCounts::bucketOf(double ms)
{
    const double us = ms * usPerMs;
    return us <= 1 ? 0 : std::min(int(std::ceil(std::log(us) * perLogGamma)), bucketCount - 1);
}

double LatencyCounts::msOf(int bucket)
{
    return 2 * std::pow(gamma, bucket) / (gamma + 1) / usPerMs;
}

void LatencyCounts::add(int bucket, std::uint64_t count)
{
    if (count == 0)
        return;
    const auto place = std::lower_bound(m_counts.begin(), m_counts.end(), bucket,
                                        [](const Entry &entry, int wanted) { return entry.first < wanted; });
    if (place != m_counts.end() && place->first == bucket)
        place->second += std::uint32_t(count);
    else
        m_counts.insert(place, {std::uint16_t(bucket), std::uint32_t(count)});
}

void LatencyCounts::merge(const LatencyCounts &other)
{
    std::vector<Entry> merged;
    merged.reserve(m_counts.size() + other.m_counts.size());
    auto mine = m_counts.cbegin();
    auto theirs = other.m_counts.cbegin();
    while (mine != m_counts.cend() || theirs != other.m_counts.cend()) {
        if (theirs == other.m_counts.cend() || (mine != m_counts.cend() && mine->first < theirs->first)) {
            merged.push_back(*mine++);
        } else if (mine == m_counts.cend() || theirs->first < mine->first) {
            merged.push_back(*theirs++);
        } else {
            merged.emplace_back(mine->first, mine->second + theirs->second);
            ++mine;
            ++theirs;
        }
    }
    m_counts = std::move(merged);
}

LatencyCounts LatencyCounts::since(const LatencyCounts &earlier) const
{
    LatencyCounts later;
    auto before = earlier.m_counts.cbegin();
    for (const Entry &entry : m_counts) {
        while (before != earlier.m_counts.cend() && before->first < entry.first)
            ++before;
        const bool isKnown = before != earlier.m_counts.cend() && before->first == entry.first;
        if (const std::uint32_t count = entry.second - (isKnown ? std::min(before->second, entry.second) : 0))
            later.m_counts.emplace_back(entry.first, count);
    }
    return later;
}

std::uint64_t LatencyCounts::count() const
{
    std::uint64_t total = 0;
    for (const Entry &entry : m_counts)
        total += entry.second;
    return total;
}

double LatencyCounts::percentile(double q) const
{
    const std::uint64_t total = count();
    if (total == 0)
        return 0;
    const auto rank = std::clamp<std::uint64_t>(std::uint64_t(std::ceil(q * double(total))), 1, total);
    std::uint64_t seen = 0;
    for (const Entry &entry : m_counts)
        if ((seen += entry.second) >= rank)
            return msOf(entry.first);
    return 0;
}

double LatencyCounts::totalMs() const
{
    double total = 0;
    for (const Entry &entry : m_counts)
        total += msOf(entry.first) * entry.second;
    return total;
}

std::uint64_t LatencyCounts::within(double ms) const
{
    std::uint64_t total = 0;
    const int last = bucketOf(ms);
    for (const Entry &entry : m_counts)
        if (entry.first <= last)
            total += entry.second;
    return total;
}

QList<LatencyCounts::Column> LatencyCounts::histogram(double ratio) const
{
    if (m_counts.empty())
        return {};
    const double perLogRatio = 1 / std::log(ratio);
    const auto columnOf = [perLogRatio](int bucket) { return int(std::floor(std::log(msOf(bucket)) * perLogRatio)); };
    const int first = columnOf(m_counts.front().first);
    const int last = columnOf(m_counts.back().first);
    QList<Column> columns;
    for (int i = first; i <= last; ++i)
        columns.append({std::pow(ratio, i), std::pow(ratio, i + 1), 0});
    for (const Entry &entry : m_counts)
        columns[columnOf(entry.first) - first].count += entry.second;
    return columns;
}

QCborValue LatencyCounts::toCbor() const
{
    QCborArray flat; // bucket, count, bucket, count …
    for (const Entry &entry : m_counts) {
        flat.append(qint64(entry.first));
        flat.append(qint64(entry.second));
    }
    return flat;
}

LatencyCounts LatencyCounts::fromCbor(const QCborValue &value)
{
    LatencyCounts counts;
    const QCborArray flat = value.toArray();
    for (qsizetype i = 0; i + 1 < flat.size(); i += 2)
        counts.add(int(std::clamp<qint64>(flat.at(i).toInteger(), 0, bucketCount - 1)), quint64(std::max<qint64>(0, flat.at(i + 1).toInteger())));
    return counts;
}

} // namespace pivotal::metrics
