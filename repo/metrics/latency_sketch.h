#pragma once

#include "repo/metrics/latency_counts.h"

#include <array>
#include <atomic>
#include <cstdint>

namespace pivotal::metrics {

/// Durations from 1 µs to 20 minutes, counted in buckets whose bounds grow geometrically, so that every percentile is
/// within 0.5 % of the sample at that rank, whatever the distribution (beyond the range: the nearest bound). Any thread
/// may record and read; 17 kB.
/// Source: C. Masson, J. E. Rim, H. K. Lee, "DDSketch", PVLDB 12(12), 2019.
class LatencySketch
{
public:
    void record(double ms) { m_counts[size_t(LatencyCounts::bucketOf(ms))].fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] LatencyCounts counts() const
    {
        LatencyCounts counts;
        for (size_t i = 0; i < m_counts.size(); ++i)
            counts.add(int(i), m_counts[i].load(std::memory_order_relaxed));
        return counts;
    }

private:
    std::array<std::atomic<std::uint64_t>, LatencyCounts::bucketCount> m_counts{};
};

} // namespace pivotal::metrics
