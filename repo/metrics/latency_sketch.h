#pragma once

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
    static constexpr double relativeError = 0.005;

    void record(double ms);
    [[nodiscard]] std::uint64_t count() const;
    /// The sample of rank ceil(q * count) (nearest rank), in ms; 0 where there is none. 0 < q <= 1.
    [[nodiscard]] double percentile(double q) const;

private:
    static constexpr int bucketCount = 2100;

    std::array<std::atomic<std::uint64_t>, bucketCount> m_counts{};
};

} // namespace pivotal::metrics
