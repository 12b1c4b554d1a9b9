#pragma once

#include <QList>
#include <QtGlobal>
#include <cstdint>
#include <utility>
#include <vector>

class QCborValue;

namespace pivotal::metrics {

/// Durations counted in the buckets of LatencySketch: a value that is merged, compared and stored. Percentiles of merged
/// counts are those of all samples together, which percentiles of percentiles are not.
class LatencyCounts
{
public:
    void record(double ms) { add(bucketOf(ms), 1); }
    void add(int bucket, std::uint64_t count);
    /// In place: a sum that grows by small parts has most of their buckets already.
    void merge(const LatencyCounts &other);
    /// Gives back what a vector reserves to grow: for counts that are kept and grow no more.
    void shrink() { m_counts.shrink_to_fit(); }
    /// What came since `earlier`, an older state of the same counts.
    [[nodiscard]] LatencyCounts since(const LatencyCounts &earlier) const;

    [[nodiscard]] std::uint64_t count() const;
    [[nodiscard]] bool isEmpty() const { return m_counts.empty(); }
    /// The sample of rank ceil(q * count) (nearest rank), in ms; 0 where there is none. 0 < q <= 1.
    [[nodiscard]] double percentile(double q) const;
    [[nodiscard]] double totalMs() const; ///< as exact as the buckets are
    /// The samples that took at most so long.
    [[nodiscard]] std::uint64_t within(double ms) const;

    /// How many took from `fromMs` to `toMs`, half-open. Columns of a histogram, each `ratio` times as wide as the one
    /// before; from the fastest sample to the slowest, without holes.
    struct Column
    {
        double fromMs = 0;
        double toMs = 0;
        std::uint64_t count = 0;
    };
    [[nodiscard]] QList<Column> histogram(double ratio) const;

    [[nodiscard]] QCborValue toCbor() const;
    [[nodiscard]] static LatencyCounts fromCbor(const QCborValue &value);

    friend bool operator==(const LatencyCounts &, const LatencyCounts &) = default;

    /// Bucket i holds (γ^(i-1), γ^i] µs, and answers with the point of it that errs least.
    static constexpr double relativeError = 0.005;
    static constexpr int bucketCount = 2100;
    [[nodiscard]] static int bucketOf(double ms);
    [[nodiscard]] static double msOf(int bucket);

private:
    using Entry = std::pair<std::uint16_t, std::uint32_t>; ///< a bucket and its samples
    std::vector<Entry> m_counts;                           ///< by bucket, none empty
};

} // namespace pivotal::metrics
