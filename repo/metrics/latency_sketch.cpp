#include "repo/metrics/latency_sketch.h"

#include <algorithm>
#include <cmath>

namespace pivotal::metrics {

namespace {

constexpr double gamma = (1 + LatencySketch::relativeError) / (1 - LatencySketch::relativeError);
const double perLogGamma = 1 / std::log(gamma);
constexpr double usPerMs = 1000;

} // namespace

void LatencySketch::record(double ms)
{
    const double us = ms * usPerMs;
    const int index = us <= 1 ? 0 : int(std::ceil(std::log(us) * perLogGamma));
    m_counts[size_t(std::min(index, bucketCount - 1))].fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t LatencySketch::count() const
{
    std::uint64_t total = 0;
    for (const auto &bucket : m_counts)
        total += bucket.load(std::memory_order_relaxed);
    return total;
}

double LatencySketch::percentile(double q) const
{
    const std::uint64_t total = count();
    if (total == 0)
        return 0;
    const auto rank = std::clamp<std::uint64_t>(std::uint64_t(std::ceil(q * double(total))), 1, total);
    std::uint64_t seen = 0;
    for (int i = 0; i < bucketCount; ++i) {
        seen += m_counts[size_t(i)].load(std::memory_order_relaxed);
        if (seen >= rank)
            return 2 * std::pow(gamma, i) / (gamma + 1) / usPerMs; // the point of (γ^(i-1), γ^i] that errs least
    }
    return 0;
}

} // namespace pivotal::metrics
