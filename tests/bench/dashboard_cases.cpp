#include "tests/bench/dashboard_cases.h"

#include "ui/performance/chart_card.h"
#include "ui/performance/operations_panel.h"
#include "ui/performance/performance_page.h"
#include "ui/performance/time_chart.h"
#include "ui/theme.h"

#include <QApplication>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>
#include <array>
#include <atomic>
#include <cmath>
#include <malloc.h>
#include <random>
#include <sys/resource.h>
#include <thread>

using namespace Qt::StringLiterals;

namespace pivotal::bench {

namespace {

constexpr int seriesCount = 10;
constexpr int pointsPerMinute = 600;
constexpr int operationsPerSecond = 500;
constexpr qint64 hourMs = 60 * 60'000;
constexpr QSize windowSize(1440, 900);

double cpuSeconds(int who)
{
    rusage usage{};
    ::getrusage(who, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// What is allocated and not freed, in all threads' arenas.
qint64 heapBytes()
{
    const struct mallinfo2 info = ::mallinfo2();
    return qint64(info.uordblks + info.hblkhd);
}

ui::ChartContent contentAt(int tick)
{
    ui::ChartContent content;
    content.toMs = 1'760'000'000'000 + tick * 100;
    content.fromMs = content.toMs - 60'000;
    for (int s = 0; s < seriesCount; ++s) {
        models::Series series{QString::number(s), {}};
        for (int i = 0; i < pointsPerMinute; ++i)
            series.points.append({double(content.fromMs + i * 100), (s + 1) * (1.5 + std::sin((i + tick) * 0.05 + s))});
        content.series.append(series);
    }
    return content;
}

void addRedraw(Report &report)
{
    const models::DisplayZone zone;
    ui::TimeChart chart(zone);
    chart.resize(960, 260);
    chart.show();
    QList<ui::ChartContent> contents;
    for (int tick = 0; tick < 100; ++tick)
        contents << contentAt(tick);
    int next = 0;
    const double redraw = medianMs(100, [&] {
        chart.setContent(contents.at(next++ % contents.size()));
        chart.viewport()->repaint();
    });
    report.add({u"redraw of ten series, a minute at 10 Hz"_s, redraw, u"4 ms"_s, 4, Result::Goal::AtMost, 1});
}

/// What a database's users do: eight operations, whose statements differ in their literals.
class Traffic
{
public:
    metrics::OperationRecord operation()
    {
        metrics::OperationRecord record;
        record.operation = names.at(size_t(m_random() % names.size()));
        record.durationMs = m_duration(m_random);
        record.waitMs = m_duration(m_random) / 10;
        record.roundTrips = 1;
        return record;
    }
    /// A statement's record refers to what it is made of, so it isn't returned.
    template <class Sink>
    void withStatement(const metrics::OperationRecord &record, const Sink &sink)
    {
        static const QVariantList binds{u"org"_s, 5};
        const metrics::OperationContext context{record.operation, u"c"_s, {}, record.waitMs};
        const QString text = u"SELECT %1 FROM t WHERE x = ? LIMIT %2"_s.arg(record.operation).arg(m_random() % 50);
        sink(metrics::StatementRecord{text, binds, context, record.durationMs, 20, 1});
    }
    metrics::CacheEvent cacheEvent() { return m_random() % 4 ? metrics::CacheEvent::Hit : metrics::CacheEvent::Miss; }
    QString resource() { return names.at(size_t(m_random() % 4)).section(u'.', 0, 0); }

private:
    static inline const std::array<QString, 8> names{u"users.listUsers"_s, u"users.getUserById"_s, u"users.updateUser"_s,
                                                     u"users.count"_s,     u"audit.listEvents"_s,  u"audit.count"_s,
                                                     u"audit.anchors"_s,   u"audit.appendEvents"_s};
    std::mt19937 m_random{7};
    std::lognormal_distribution<> m_duration{0.7, 1.0};
};

/// The hour before, so that the log is as full as it gets from the first second on.
void addHourBefore(metrics::Telemetry &telemetry, Instant end)
{
    Traffic traffic;
    const qint64 stepMs = 1'000 / operationsPerSecond;
    for (Instant at{end.msecs - hourMs}; at < end; at.msecs += stepMs)
        traffic.withStatement(traffic.operation(), [&](const metrics::StatementRecord &each) { telemetry.statements().record(each, at); });
}

/// Reports operations as the repositories do, until it is told to end; says what that took of a processor. The hour before is of
/// the same thread: malloc has an arena for each, so one of another thread would look like memory that grows while it goes.
class Load
{
public:
    explicit Load(metrics::Telemetry &telemetry) : m_thread([this, &telemetry] { work(telemetry); }) { m_hasBegun.wait(false); }
    ~Load()
    {
        m_ends = true;
        m_thread.join();
    }
    Load(const Load &) = delete;
    Load &operator=(const Load &) = delete;
    [[nodiscard]] double cpu() const { return m_cpu; }

private:
    void work(metrics::Telemetry &telemetry)
    {
        addHourBefore(telemetry, Instant::now());
        m_hasBegun = true;
        m_hasBegun.notify_all();
        Traffic traffic;
        while (!m_ends) {
            const metrics::OperationRecord record = traffic.operation();
            telemetry.onOperation(record);
            telemetry.metrics().record(traffic.cacheEvent(), traffic.resource());
            traffic.withStatement(record, [&](const metrics::StatementRecord &each) { telemetry.onStatement(each); });
            std::this_thread::sleep_for(std::chrono::microseconds(1'000'000 / operationsPerSecond));
            m_cpu = cpuSeconds(RUSAGE_THREAD);
        }
    }

    std::atomic<bool> m_hasBegun = false;
    std::atomic<bool> m_ends = false;
    std::atomic<double> m_cpu = 0;
    std::thread m_thread;
};

void runFor(int seconds)
{
    QEventLoop loop;
    QTimer::singleShot(seconds * 1'000, &loop, &QEventLoop::quit);
    loop.exec();
}

void addOpenDashboard(Report &report, int seconds)
{
    const QTemporaryDir folder;
    const auto telemetry = std::make_shared<metrics::Telemetry>();
    const models::DisplayZone zone;
    qint64 behindMs = hourMs; // the source is from before the hour that is added
    MetricsHistory history(telemetry, folder.filePath(u"metrics.sqlite"_s),
                           [&behindMs] { return Instant{Instant::now().msecs - behindMs}; });
    ui::PerformancePage page({zone, history, {}}, nullptr);
    page.resize(windowSize);
    page.show();
    history.setSource(u"bench"_s);
    behindMs = 0;
    const Load load(*telemetry);
    runFor(std::min(20, seconds)); // the charts have filled
    const double before = cpuSeconds(RUSAGE_SELF) - load.cpu();
    const qint64 residentBefore = residentBytes();
    runFor(seconds / 2);
    const qint64 residentBetween = residentBytes();
    const qint64 heapBetween = heapBytes();
    runFor(seconds - seconds / 2);
    const double used = cpuSeconds(RUSAGE_SELF) - load.cpu() - before;
    const qint64 residentAfter = residentBytes();
    const qint64 heapAfter = heapBytes();
    const QString what = u"dashboard open for %1 s under load, "_s.arg(seconds);
    const auto grown = [](qint64 from, qint64 to) { return double(std::max<qint64>(0, to - from)) / 1e6; };
    report.add({what + u"% of a core"_s, used / seconds * 100, u"3 %"_s, 3, Result::Goal::AtMost, 1});
    report.add({what + u"MB grown"_s, grown(residentBefore, residentAfter), u"10 MB"_s, 10, Result::Goal::AtMost, 1});
    report.add({what + u"MB in its second half"_s, grown(residentBetween, residentAfter), u"1 MB"_s, 1, Result::Goal::AtMost, 1});
    report.add({what + u"MB of heap in use in its second half"_s, grown(heapBetween, heapAfter), u"1 MB"_s, 1, Result::Goal::AtMost, 1});
}

} // namespace

void addDashboardCases(Report &report, int seconds)
{
    ui::Theme::instance();
    addRedraw(report);
    addOpenDashboard(report, seconds);
}

} // namespace pivotal::bench
