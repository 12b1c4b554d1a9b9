#pragma once

#include "repo/local/disk_thread.h"
#include "repo/local/metrics_store.h"
#include "repo/metrics/telemetry.h"
#include "repo/smoke_run.h"

#include <QFuture>
#include <QObject>
#include <QTimer>
#include <deque>
#include <memory>

namespace pivotal {

/// Takes a sample of the process's metrics each second, keeps those of the last quarter of an hour, and has them written to the
/// history in coarser steps. Lives on the main thread and never blocks it.
class MetricsHistory : public QObject
{
    Q_OBJECT

public:
    static constexpr int sampleMs = 1'000;
    static constexpr qint64 recentMs = 15 * 60'000;

    MetricsHistory(std::shared_ptr<metrics::Telemetry> telemetry, const QString &path);
    /// Writes what isn't written yet, behind it.
    ~MetricsHistory() override;

    /// The database that is worked on from now on; nothing is sampled before the first.
    void setSource(const QString &source);
    [[nodiscard]] const QString &source() const { return m_source; }
    /// Databases that have a history.
    [[nodiscard]] QFuture<QStringList> sources();
    /// What ended in (from, to], as intervals of `pointMs` or a little coarser; of the last quarter of an hour from memory.
    [[nodiscard]] QFuture<QList<metrics::Sample>> load(const QString &source, Instant from, Instant to, qint64 pointMs);
    /// Runs of the smoke test on the source, the newest first.
    [[nodiscard]] QFuture<QList<SmokeRun>> smokeRuns();
    [[nodiscard]] QFuture<bool> addSmokeRun(const SmokeRun &run);
    /// Takes a sample now, as each second.
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

    void collect(const metrics::Sample &sample);
    void write(Pending &pending);
    void writeAll();

    std::shared_ptr<metrics::Telemetry> m_telemetry;
    std::shared_ptr<Disk> m_disk; ///< ends behind this
    QTimer m_timer;
    QString m_source;
    metrics::Sample m_last; ///< the snapshot that the next sample is the difference to
    std::deque<metrics::Sample> m_recent;
    QList<Pending> m_pending; ///< of each tier, what is not written yet
    bool m_hasFailed = false; ///< told once
};

} // namespace pivotal
