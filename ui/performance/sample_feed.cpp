#include "ui/performance/sample_feed.h"

#include "repo/delivery.h"

#include <algorithm>
#include <utility>

namespace pivotal::ui {

namespace {

constexpr qint64 second = 1'000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr qint64 rangePoints = 120;
constexpr qint64 refreshesPerPoint = 5;
constexpr qint64 slowestRefreshMs = 5 * second;

/// More often, the picture would move by less than a pixel or two.
qint64 refreshMs(const TimeWindow &window)
{
    return std::clamp<qint64>(window.pointMs / refreshesPerPoint, MetricsHistory::sampleMs, slowestRefreshMs);
}

} // namespace

const QList<TimeWindow> &timeWindows()
{
    static const QList<TimeWindow> all{{minute, second, SampleFeed::tr("Last minute")},
                                       {15 * minute, 10 * second, SampleFeed::tr("Last 15 minutes")},
                                       {hour, 30 * second, SampleFeed::tr("Last hour")},
                                       {6 * hour, 3 * minute, SampleFeed::tr("Last 6 hours")},
                                       {day, 15 * minute, SampleFeed::tr("Last 24 hours")},
                                       {7 * day, 2 * hour, SampleFeed::tr("Last 7 days")},
                                       {30 * day, 6 * hour, SampleFeed::tr("Last 30 days")}};
    return all;
}

SampleFeed::SampleFeed(QObject *parent) : QObject(parent), m_window(timeWindows().at(1)) {}

void SampleFeed::setHistory(MetricsHistory *history)
{
    if (m_history)
        m_history->disconnect(this);
    m_history = history;
    if (!history)
        return;
    connect(history, &MetricsHistory::sampled, this, &SampleFeed::onSampled);
    connect(history, &MetricsHistory::sourceChanged, this, &SampleFeed::onSourceChanged);
    connect(history, &MetricsHistory::failed, this, &SampleFeed::failed);
    reload();
}

/// What is here is another database's: none of it may be shown, or explained there.
void SampleFeed::onSourceChanged()
{
    m_samples.clear();
    m_compared.clear();
    m_statements = {};
    m_hasFailed = false;
    reload();
    Q_EMIT changed();
    Q_EMIT statementsChanged();
}

void SampleFeed::setWindow(const TimeWindow &window)
{
    m_window = window;
    m_isRange = false;
    reload();
}

void SampleFeed::setRange(qint64 fromMs, qint64 toMs)
{
    const qint64 span = std::max(10 * second, toMs - fromMs);
    m_window = {span, std::max(second, span / rangePoints / second * second), {}};
    m_toMs = toMs;
    m_isRange = true;
    reload();
}

void SampleFeed::setCompare(Compare compare, const QString &source)
{
    m_compare = compare;
    m_comparedSource = source;
    ++m_compareGeneration;
    m_compared.clear();
    m_isComparedKnown = false;
    loadCompared();
    Q_EMIT changed();
}

void SampleFeed::setPaused(bool paused)
{
    m_isPaused = paused;
    if (!paused)
        reload();
}

void SampleFeed::setWatched(bool watched)
{
    if (m_isWatched == watched)
        return;
    m_isWatched = watched;
    if (watched && isLive())
        reload();
}

void SampleFeed::reload()
{
    if (!m_history)
        return;
    ++m_generation;
    if (!m_isRange)
        m_toMs = Instant::now().msecs;
    load(m_history->source(), 0, m_samples, m_generation);
    loadCompared();
    loadStatements();
}

void SampleFeed::loadCompared()
{
    if (!m_history || m_compare == Compare::Nothing)
        return;
    ++m_compareGeneration;
    if (m_compare == Compare::Source)
        load(m_comparedSource, 0, m_compared, m_compareGeneration);
    else
        load(m_history->source(), std::max(hour, m_window.spanMs), m_compared, m_compareGeneration); // they must not overlap
}

void SampleFeed::setSlowMs(double ms)
{
    m_slowMs = ms;
    loadStatements();
}

void SampleFeed::loadStatements()
{
    if (!m_history)
        return;
    m_isLoadingStatements = true;
    const quint64 wanted = ++m_statementsGeneration; // before both: arguments have no order
    deliver(
        m_history->statements({fromMs()}, {m_toMs}, m_slowMs), this,
        [this, wanted](const metrics::StatementHistory &statements) {
            if (wanted != m_statementsGeneration)
                return;
            m_isLoadingStatements = false;
            m_hasFailed = false;
            m_statements = statements;
            Q_EMIT statementsChanged();
        },
        [this, wanted](const RepositoryError &error) {
            if (wanted == m_statementsGeneration)
                m_isLoadingStatements = false;
            fail(error);
        });
}

/// `wanted` is the generation, by reference: an answer to an older one is dropped.
void SampleFeed::load(const QString &source, qint64 shiftMs, QList<metrics::Sample> &into, const quint64 &wanted)
{
    deliver(
        m_history->load(source, {fromMs() - shiftMs}, {m_toMs - shiftMs}, m_window.pointMs), this,
        [this, &into, &wanted, shiftMs, generation = wanted](QList<metrics::Sample> samples) {
            if (generation != wanted)
                return;
            for (metrics::Sample &sample : samples)
                sample.at.msecs += shiftMs;
            into = samples;
            m_isComparedKnown |= &into == &m_compared;
            Q_EMIT changed();
        },
        [this](const RepositoryError &error) { fail(error); });
}

/// Told once, until something succeeds: it is asked again and again.
void SampleFeed::fail(const RepositoryError &error)
{
    if (!std::exchange(m_hasFailed, true))
        Q_EMIT failed(error);
}

/// The last point grows until its interval is over: nothing is read again for it. Statements of memory come with each refresh,
/// of the disk with each point.
void SampleFeed::onSampled(const metrics::Sample &sample)
{
    if (!isLive() || !m_isWatched)
        return;
    m_toMs = sample.at.msecs;
    const auto pointOf = [this](const metrics::Sample &each) { return (each.at.msecs - 1) / m_window.pointMs; };
    const bool isNewPoint = m_samples.isEmpty() || pointOf(m_samples.last()) != pointOf(sample);
    if (isNewPoint) {
        m_samples.append(sample);
        loadCompared(); // which moves along
    } else {
        m_samples.last().merge(sample);
    }
    while (!m_samples.isEmpty() && m_samples.first().at.msecs <= fromMs())
        m_samples.removeFirst();
    if (!isNewPoint && m_toMs - m_shownMs < refreshMs(m_window) - MetricsHistory::sampleMs / 2) // a timer is never exact
        return;
    m_shownMs = m_toMs;
    if ((isNewPoint || m_history->hasInMemory({fromMs()})) && !m_isLoadingStatements)
        loadStatements();
    Q_EMIT changed();
}

QString SampleFeed::comparedText() const
{
    if (m_compare == Compare::Nothing)
        return {};
    const QString what = m_compare == Compare::Source ? m_comparedSource : m_window.spanMs <= hour ? tr("hour before") : tr("time before");
    return m_isComparedKnown && m_compared.isEmpty() ? tr("%1: no history").arg(what) : what;
}

qint64 SampleFeed::pointMs() const
{
    QList<qint64> lengths;
    for (const metrics::Sample &sample : m_samples)
        lengths << sample.lengthMs;
    const auto middle = lengths.begin() + lengths.size() / 2; // the first and the last aren't whole, and where the computer slept one is long
    std::nth_element(lengths.begin(), middle, lengths.end());
    return std::max(m_window.pointMs, lengths.isEmpty() ? 0 : *middle);
}

metrics::Sample SampleFeed::total() const
{
    metrics::Sample sum;
    for (const metrics::Sample &sample : m_samples)
        sum.merge(sample);
    return sum;
}

QString windowText(const SampleFeed &feed, const models::DisplayZone &zone)
{
    if (!feed.isRange())
        return feed.window().name;
    const QString from = zone.seconds({feed.fromMs()});
    const QString to = zone.seconds({feed.toMs()});
    const bool isOneDay = from.section(u' ', 0, 0) == to.section(u' ', 0, 0);
    return QStringLiteral("%1 – %2").arg(from, isOneDay ? to.section(u' ', 1) : to);
}

} // namespace pivotal::ui
