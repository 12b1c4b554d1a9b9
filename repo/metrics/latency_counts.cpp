#include "repo/metrics/latency_counts.h"

#include <QCborArray>
#include <QCborValue>
#include <algorithm>
#include <array>
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
    static const auto all = [] { // a power is what summing up would take most of its time for
        std::array<double, bucketCount> ms{};
        for (int i = 0; i < bucketCount; ++i)
            ms[size_t(i)] = 2 * std::pow(gamma, i) / (gamma + 1) / usPerMs;
        return ms;
    }();
    return all[size_t(bucket)];
}

void LatencyCounts::add(int bucket, std::uint64_t count)
{
    if (count == 0)
        return;
    const auto place =
        std::lower_bound(m_counts.begin(), m_counts.end(), bucket, [](const Entry &entry, int wanted) { return entry.first < wanted; });
    if (place != m_counts.end() && place->first == bucket)
        place->second += std::uint32_t(count);
    else
        m_counts.insert(place, {std::uint16_t(bucket), std::uint32_t(count)});
}

void LatencyCounts::merge(const LatencyCounts &other)
{
    size_t missing = 0;
    auto mine = m_counts.begin();
    for (const Entry &entry : other.m_counts) {
        while (mine != m_counts.end() && mine->first < entry.first)
            ++mine;
        missing += mine == m_counts.end() || mine->first != entry.first;
    }
    size_t from = m_counts.size();
    size_t to = from + missing;
    if (to > m_counts.capacity())
        m_counts.reserve(to + to / 8); // not twice as much, as a vector would: sums are kept
    m_counts.resize(to);
    for (auto theirs = other.m_counts.crbegin(); theirs != other.m_counts.crend();) { // from the end, so that nothing is overwritten
        const bool isMine = from > 0 && m_counts[from - 1].first >= theirs->first;
        const bool isTheirs = from == 0 || m_counts[from - 1].first <= theirs->first;
        const Entry entry{isMine ? m_counts[from - 1].first : theirs->first,
                          (isMine ? m_counts[from - 1].second : 0) + (isTheirs ? theirs->second : 0)};
        m_counts[--to] = entry;
        from -= isMine;
        theirs += isTheirs;
    }
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
    later.shrink();
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
        counts.add(int(std::clamp<qint64>(flat.at(i).toInteger(), 0, bucketCount - 1)),
                   quint64(std::max<qint64>(0, flat.at(i + 1).toInteger())));
    return counts;
}

} // namespace pivotal::metrics
