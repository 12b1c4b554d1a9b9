#include "repo/history/metrics_history.h"

#include "repo/db/closing.h"
#include "repo/paging/delivery.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pivotal {

MetricsHistory::MetricsHistory(std::shared_ptr<metrics::Telemetry> telemetry, const QString &path, std::function<Instant()> clock)
    : m_telemetry(std::move(telemetry)), m_disk(std::make_shared<Disk>([path] { return std::make_unique<local::MetricsStore>(path); })),
      m_clock(std::move(clock))
{
    for (const local::Tier &tier : local::MetricsStore::tiers())
        m_pending.append({tier, {}});
    m_timer.setInterval(sampleMs);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &MetricsHistory::sample);
}

MetricsHistory::~MetricsHistory()
{
    writeAll();
    db::closeBehind([disk = std::move(m_disk)]() mutable { disk.reset(); });
}

void MetricsHistory::setSource(const QString &source, const QString &identity)
{
    if (m_source == source && m_identity == identity)
        return;
    if (!m_source.isEmpty())
        sample();
    writeAll();
    m_recent.clear();
    m_telemetry->statements().clear();
    m_source = source;
    m_identity = identity;
    m_sourceSince = m_statementsUnwritten = m_clock();
    m_last = m_telemetry->metrics().snapshot();
    m_timer.start();
    Q_EMIT sourceChanged(source);
}

QFuture<QStringList> MetricsHistory::sources()
{
    return m_disk->run([](local::MetricsStore &store) { return store.sources(); });
}

QFuture<QList<metrics::Sample>> MetricsHistory::load(const QString &source, Instant from, Instant to, qint64 pointMs)
{
    if (source == m_source && !m_recent.empty() && m_recent.front().at.msecs - m_recent.front().lengthMs <= from.msecs + sampleMs) {
        QList<metrics::Sample> recent;
        std::copy_if(m_recent.cbegin(), m_recent.cend(), std::back_inserter(recent),
                     [&](const metrics::Sample &each) { return each.at > from && each.at <= to; });
        return QtFuture::makeReadyFuture(metrics::regrouped(recent, pointMs));
    }
    const local::Tier &tier = local::MetricsStore::tierFor(from, pointMs);
    const metrics::Sample unwritten = source == m_source ? unwrittenOf(tier) : metrics::Sample(); // what is written by then is read
    return m_disk->run([=](local::MetricsStore &store) {
        QList<metrics::Sample> samples = store.load(source, from, to, tier);
        if (!unwritten.isEmpty() && unwritten.at > from && unwritten.at.msecs - unwritten.lengthMs < to.msecs)
            samples.append(unwritten);
        return metrics::regrouped(samples, pointMs);
    });
}

metrics::Sample MetricsHistory::unwrittenOf(const local::Tier &tier) const
{
    const auto same = [&tier](const Pending &each) { return each.tier.lengthMs == tier.lengthMs; };
    return std::find_if(m_pending.cbegin(), m_pending.cend(), same)->sum;
}

bool MetricsHistory::hasInMemory(Instant from) const
{
    return m_sourceSince <= from && m_clock().msecs - from.msecs <= metrics::StatementLog::keptMs + metrics::StatementLog::graceMs;
}

QFuture<metrics::StatementHistory> MetricsHistory::statements(Instant from, Instant to, std::optional<double> slowMs)
{
    const double bound = slowMs.value_or(m_telemetry->options().slowStatementMs);
    const metrics::StatementLog &log = std::as_const(*m_telemetry).statements();
    const metrics::StatementHistory recent = metrics::recentStatements(log, from, to, bound);
    if (m_source.isEmpty() || hasInMemory(from))
        return QtFuture::makeReadyFuture(recent);
    QList<metrics::StatementGroup> unwritten = log.since(std::max(from, m_statementsUnwritten), to);
    for (const UnwrittenGroups &failed : std::as_const(m_unwritten))
        if (failed.source == m_source && failed.from >= from && failed.from <= to)
            unwritten = metrics::merge(unwritten, failed.groups);
    return m_disk->run([=, source = m_source](local::MetricsStore &store) {
        metrics::StatementHistory history = metrics::together(store.statements(source, from, to, bound), unwritten, recent);
        history.from = {from.msecs / local::MetricsStore::statementsIntervalMs * local::MetricsStore::statementsIntervalMs};
        return history;
    });
}

QFuture<QList<SmokeRun>> MetricsHistory::smokeRuns()
{
    return m_disk->run([source = m_source](local::MetricsStore &store) {
        QList<SmokeRun> runs;
        for (const QByteArray &json : store.runs(source))
            runs << SmokeRun::fromJson(json);
        return runs;
    });
}

QFuture<bool> MetricsHistory::addSmokeRun(const SmokeRun &run)
{
    return m_disk->run([source = m_source, run](local::MetricsStore &store) {
        store.addRun(source, run.at, run.toJson());
        return true;
    });
}

void MetricsHistory::sample()
{
    constexpr qint64 intervalMs = local::MetricsStore::statementsIntervalMs;
    m_telemetry->statements().forgetOld(m_clock());
    writeStatements({(m_clock().msecs - settleMs) / intervalMs * intervalMs});
    metrics::Sample now = m_telemetry->metrics().snapshot();
    const metrics::Sample interval = now.since(m_last);
    if (interval.lengthMs == 0)
        return; // twice in a millisecond: the next one has it
    m_last = std::move(now);
    if (interval.lengthMs < 0)
        return; // the clock was set back
    m_recent.push_back(interval);
    while (interval.at.msecs - m_recent.front().at.msecs > recentMs)
        m_recent.pop_front();
    collect(interval);
    Q_EMIT sampled(interval);
}

void MetricsHistory::collect(const metrics::Sample &sample)
{
    for (Pending &pending : m_pending) {
        const auto intervalOf = [&pending](const metrics::Sample &each) { return (each.at.msecs - 1) / pending.tier.lengthMs; };
        if (!pending.sum.isEmpty() && intervalOf(pending.sum) != intervalOf(sample))
            write(pending);
        pending.sum.merge(sample);
    }
}

void MetricsHistory::write(Pending &pending)
{
    if (pending.sum.isEmpty() || m_source.isEmpty())
        return;
    const metrics::Sample sum = std::exchange(pending.sum, {});
    report(m_disk->run([source = m_source, tier = pending.tier, sum](local::MetricsStore &store) {
        store.add(source, tier, sum);
        return true;
    }));
}

/// Those that ended before `end`, each quarter of an hour to its interval.
void MetricsHistory::writeStatements(Instant end)
{
    constexpr qint64 intervalMs = local::MetricsStore::statementsIntervalMs;
    if (m_source.isEmpty())
        return;
    m_statementsUnwritten.msecs =
        std::max(m_statementsUnwritten.msecs, end.msecs - local::MetricsStore::statementsKeptMs); // a clock may leap
    if (m_statementsUnwritten < end)
        for (const UnwrittenGroups &failed : std::exchange(m_unwritten, {}))
            writeGroups(failed);
    while (m_statementsUnwritten < end) {
        const Instant from = m_statementsUnwritten;
        m_statementsUnwritten = {(from.msecs / intervalMs + 1) * intervalMs};
        const QList<metrics::StatementGroup> groups = m_telemetry->statements().since(from, {m_statementsUnwritten.msecs - 1});
        if (groups.isEmpty())
            continue;
        writeGroups({m_source, from, groups});
    }
}

void MetricsHistory::writeGroups(const UnwrittenGroups &unwritten)
{
    const auto again = [this, unwritten] {
        m_unwritten.append(unwritten);
        while (m_unwritten.size() > maxUnwritten)
            m_unwritten.removeFirst();
    };
    report(m_disk->run([unwritten](local::MetricsStore &store) {
        store.addStatements(unwritten.source, unwritten.from, unwritten.groups);
        return true;
    }),
           again);
}

void MetricsHistory::report(const QFuture<bool> &written, const std::function<void()> &onFailure)
{
    deliver(
        written, this, [this](bool) { m_hasFailed = false; },
        [this, onFailure](const RepositoryError &error) {
            if (onFailure)
                onFailure();
            if (!std::exchange(m_hasFailed, true))
                Q_EMIT failed(error);
        });
}

void MetricsHistory::writeAll()
{
    for (Pending &pending : m_pending)
        write(pending);
    writeStatements({m_clock().msecs + 1});
}

} // namespace pivotal
