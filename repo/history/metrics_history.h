#pragma once

#include "repo/local/disk_thread.h"
#include "repo/local/metrics_store.h"
#include "repo/metrics/telemetry.h"
#include "repo/smoke/smoke_run.h"

#include <QFuture>
#include <QObject>
#include <QTimer>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace pivotal {

/// Takes a sample of the process's metrics each second, keeps those of the last five minutes, and has them written to the
/// history in coarser steps; and of the statements, those of each quarter of an hour once it is over. Lives on the main thread
/// and never blocks it.
class MetricsHistory : public QObject
{
    Q_OBJECT

public:
    static constexpr int sampleMs = 1'000;
    static constexpr qint64 recentMs = 5 * 60'000; ///< those of a busy console take some 8 kB each

    /// `clock` tells which statements' intervals are over.
    MetricsHistory(std::shared_ptr<metrics::Telemetry> telemetry, const QString &path, std::function<Instant()> clock = &Instant::now);
    /// Writes what isn't written yet, behind it.
    ~MetricsHistory() override;

    /// The database that is worked on from now on; nothing is sampled before the first. The statements of the last one are
    /// written to its history and forgotten, so that none is explained on another database.
    /// `identity` tells two servers apart that are called the same.
    void setSource(const QString &source, const QString &identity = {});
    [[nodiscard]] const QString &source() const { return m_source; }
    /// Databases that have a history.
    [[nodiscard]] QFuture<QStringList> sources();
    /// What ended in (from, to], as intervals of `pointMs`, or as fine as they are kept. From memory where that reaches back so far
    /// (`recentMs`), else from the disk.
    [[nodiscard]] QFuture<QList<metrics::Sample>> load(const QString &source, Instant from, Instant to, qint64 pointMs);
    /// The statements of [from, to] on the present source, with the cases that took `slowMs` or longer (nothing: the
    /// telemetry's own bound). Of the last hour, where this process has been on the source since before `from`: ready at once,
    /// by whole minutes and of this process only. Else memory and the history together: with what other consoles have
    /// written, by whole quarter-hours as far as it comes from there, and only the slowest groups of each. Nothing counts
    /// twice: what this process has written counts from the history, the rest from memory. A month at the store's
    /// bounds takes 1.5 s on the disk's thread, a day 50 ms: not for each tick.
    [[nodiscard]] QFuture<metrics::StatementHistory> statements(Instant from, Instant to, std::optional<double> slowMs = {});
    /// Whether the statements since then are all in memory.
    [[nodiscard]] bool hasInMemory(Instant from) const;
    /// Runs of the smoke test on the source, the newest first.
    [[nodiscard]] QFuture<QList<SmokeRun>> smokeRuns();
    [[nodiscard]] QFuture<bool> addSmokeRun(const SmokeRun &run);
    /// Takes a sample now, as each second, and has statements written whose quarter of an hour is over.
    void sample();

Q_SIGNALS:
    void sampled(const pivotal::metrics::Sample &sample);
    void sourceChanged(const QString &source);
    /// The history can't be written; what is on screen is not touched by that.
    void failed(const pivotal::RepositoryError &error);

private:
    using Disk = local::DiskThread<local::MetricsStore>;
    struct Pending
    {
        local::Tier tier;
        metrics::Sample sum;
    };

    /// Of a quarter of an hour, whose writing has failed: it is tried again with the next.
    struct UnwrittenGroups
    {
        QString source;
        Instant from;
        QList<metrics::StatementGroup> groups;
    };

    static constexpr qsizetype maxUnwritten = 8; ///< of those: two hours
    static constexpr qint64 settleMs = 1'000;    ///< who ran a statement may tell of it a moment after the interval's end

    void collect(const metrics::Sample &sample);
    [[nodiscard]] metrics::Sample unwrittenOf(const local::Tier &tier) const;
    void write(Pending &pending);
    void writeStatements(Instant end);
    void writeGroups(const UnwrittenGroups &unwritten);
    void writeAll();
    void report(const QFuture<bool> &written, const std::function<void()> &onFailure = {});

    std::shared_ptr<metrics::Telemetry> m_telemetry;
    std::shared_ptr<Disk> m_disk; ///< ends behind this
    std::function<Instant()> m_clock;
    QTimer m_timer;
    QString m_source;
    QString m_identity;
    Instant m_sourceSince;         ///< statements are recorded for the source from then on
    Instant m_statementsUnwritten; ///< those before it are written, but for m_unwritten
    QList<UnwrittenGroups> m_unwritten;
    metrics::Sample m_last; ///< the snapshot that the next sample is the difference to
    std::deque<metrics::Sample> m_recent;
    QList<Pending> m_pending; ///< of each tier, what is not written yet
    bool m_hasFailed = false; ///< told once
};

} // namespace pivotal
