#include "ui/performance/sample_feed.h"

#include "repo/paging/delivery.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

using namespace Qt::StringLiterals;

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
    static const QList<TimeWindow> all{
        {minute, second, SampleFeed::tr("Last minute")},     {15 * minute, 10 * second, SampleFeed::tr("Last 15 minutes")},
        {hour, 30 * second, SampleFeed::tr("Last hour")},    {6 * hour, 3 * minute, SampleFeed::tr("Last 6 hours")},
        {day, 15 * minute, SampleFeed::tr("Last 24 hours")}, {7 * day, 2 * hour, SampleFeed::tr("Last 7 days")},
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
    if (!m_isRange)
        m_toMs = Instant::now().msecs;
    loadSamples();
    loadCompared();
    loadStatements();
}

void SampleFeed::loadCompared()
{
    if (!m_history || m_compare == Compare::Nothing)
        return;
    if (m_compare == Compare::Source)
        loadCompared(m_comparedSource, 0);
    else
        loadCompared(m_history->source(), std::max(hour, m_window.spanMs)); // they must not overlap
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

void SampleFeed::loadSamples()
{
    m_isLoadingSamples = true;
    m_sinceAsked.clear();
    const quint64 wanted = ++m_generation;
    deliver(
        m_history->load(m_history->source(), {fromMs()}, {m_toMs}, m_window.pointMs), this,
        [this, wanted](const QList<metrics::Sample> &samples) {
            if (wanted != m_generation)
                return;
            m_isLoadingSamples = false;
            m_samples = samples;
            for (const metrics::Sample &sample : std::exchange(m_sinceAsked, {}))
                append(sample);
            Q_EMIT changed();
        },
        [this, wanted](const RepositoryError &error) {
            if (wanted == m_generation)
                m_isLoadingSamples = false;
            fail(error);
        });
}

void SampleFeed::loadCompared(const QString &source, qint64 shiftMs)
{
    const quint64 wanted = ++m_compareGeneration;
    deliver(
        m_history->load(source, {fromMs() - shiftMs}, {m_toMs - shiftMs}, m_window.pointMs), this,
        [this, wanted, shiftMs](QList<metrics::Sample> samples) {
            if (wanted != m_compareGeneration)
                return;
            for (metrics::Sample &sample : samples)
                sample.at.msecs += shiftMs;
            m_compared = samples;
            m_isComparedKnown = true;
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

/// Whether it is a new point: the last one grows until its interval is over, and nothing is read again for it.
bool SampleFeed::append(const metrics::Sample &sample)
{
    const auto pointOf = [this](const metrics::Sample &each) { return (each.at.msecs - 1) / m_window.pointMs; };
    const bool isNewPoint = m_samples.isEmpty() || pointOf(m_samples.last()) != pointOf(sample);
    if (isNewPoint)
        m_samples.append(sample);
    else
        m_samples.last().merge(sample);
    return isNewPoint;
}

/// Statements of memory come with each refresh, of the disk with each point.
void SampleFeed::onSampled(const metrics::Sample &sample)
{
    if (!isLive() || !m_isWatched)
        return;
    m_toMs = sample.at.msecs;
    if (m_isLoadingSamples)
        m_sinceAsked.append(sample);
    const bool isNewPoint = append(sample);
    if (isNewPoint)
        loadCompared(); // which moves along
    while (!m_samples.isEmpty() && m_samples.first().at.msecs <= fromMs())
        m_samples.removeFirst();
    const qint64 sinceShown = std::abs(m_toMs - m_shownMs);                             // a clock may be set back
    if (!isNewPoint && sinceShown < refreshMs(m_window) - MetricsHistory::sampleMs / 2) // a timer is never exact
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

/// The median: samples that aren't whole, and times without any, don't count.
qint64 SampleFeed::spacingOf(const QList<metrics::Sample> &samples) const
{
    QList<qint64> steps;
    for (qsizetype i = 1; i < samples.size(); ++i)
        steps << samples.at(i).at.msecs - samples.at(i - 1).at.msecs;
    const auto middle = steps.begin() + steps.size() / 2;
    std::nth_element(steps.begin(), middle, steps.end());
    return std::max(m_window.pointMs, steps.isEmpty() ? 0 : *middle);
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
    return u"%1 – %2"_s.arg(from, isOneDay ? to.section(u' ', 1) : to);
}

} // namespace pivotal::ui
