#include "repo/metrics/telemetry.h"

#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>
#include <thread>

using namespace pivotal;
using namespace pivotal::metrics;

class MetricsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void percentilesAreWithinOnePercentOfExact_data();
    void percentilesAreWithinOnePercentOfExact();
    void theSeedsNames();
    void everyThreadCounts();
    void recordingIsCheap();
    void slowStatementsAreARing();
    void tracesRedact();
};

namespace {

OperationRecord operation(const char *name, double ms)
{
    OperationRecord record;
    record.operation = QLatin1String(name);
    record.durationMs = ms;
    return record;
}

using Draw = std::function<double(std::mt19937 &)>;

} // namespace

Q_DECLARE_METATYPE(Draw)

void MetricsTest::percentilesAreWithinOnePercentOfExact_data()
{
    QTest::addColumn<Draw>("draw");
    const auto row = [](const char *name, const Draw &draw) { QTest::newRow(name) << draw; };
    row("uniform", [](std::mt19937 &r) { return std::uniform_real_distribution(0.1, 50.0)(r); });
    row("long tail", [](std::mt19937 &r) { return std::lognormal_distribution(0.0, 1.5)(r) + 0.002; });
    row("two humps", [](std::mt19937 &r) { return r() % 10 ? std::normal_distribution(2.0, 0.1)(r) : std::normal_distribution(900.0, 20.0)(r); });
    row("constant", [](std::mt19937 &) { return 12.345; });
    row("microseconds to minutes", [](std::mt19937 &r) { return std::pow(10, std::uniform_real_distribution(-2.9, 5.9)(r)); });
}

/// The method: DDSketch; against sorted samples, by nearest rank.
void MetricsTest::percentilesAreWithinOnePercentOfExact()
{
    QFETCH(Draw, draw);
    std::mt19937 random(7);
    for (const int n : {1, 2, 10, 997, 20'000}) {
        LatencySketch sketch;
        std::vector<double> samples;
        for (int i = 0; i < n; ++i) {
            samples.push_back(std::abs(draw(random)));
            sketch.record(samples.back());
        }
        std::sort(samples.begin(), samples.end());
        for (const double q : {0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
            const double exact = samples[size_t(std::max(1.0, std::ceil(q * n))) - 1];
            QVERIFY2(std::abs(sketch.percentile(q) - exact) <= 0.01 * exact,
                     qPrintable(QStringLiteral("n=%1 q=%2: %3, exactly %4").arg(n).arg(q).arg(sketch.percentile(q)).arg(exact)));
        }
    }
}

void MetricsTest::theSeedsNames()
{
    Metrics metrics;
    metrics.record(operation("users.listUsers", 450));
    OperationRecord failed = operation("users.getUserById", 1);
    failed.error = ErrorCode::RecordNotFound;
    failed.attempts = 3;
    metrics.record(failed);
    metrics.record(CacheEvent::Hit, QStringLiteral("users"));
    metrics.record(CacheEvent::Stale, QStringLiteral("users"));
    metrics.setPool(2, 5);
    metrics.countReconnect();
    metrics.setSpoolDepth(7);
    const std::string text = metrics.exposition();
    for (const char *line : {"pivotal_repo_duration_ms_count{operation=\"listUsers\",repo=\"users\"} 1",
                             "pivotal_repo_duration_ms_bucket{operation=\"listUsers\",repo=\"users\",le=\"500\"} 1",
                             "pivotal_repo_duration_ms_bucket{operation=\"listUsers\",repo=\"users\",le=\"300\"} 0",
                             "pivotal_slow_query_total{operation=\"listUsers\",repo=\"users\"} 1",
                             "pivotal_repo_errors_total{error=\"RECORD_NOT_FOUND\",operation=\"getUserById\",repo=\"users\"} 1",
                             "pivotal_repo_retries_total{operation=\"getUserById\",repo=\"users\"} 2",
                             "pivotal_cache_hits_total{resource=\"users\"} 1", "pivotal_cache_misses_total{resource=\"users\"} 0",
                             "pivotal_cache_busts_total{resource=\"users\"} 0", "pivotal_cache_stale_total{resource=\"users\"} 1",
                             "pivotal_pool_operations{state=\"in_use\"} 2", "pivotal_pool_operations{state=\"waiting\"} 5",
                             "pivotal_pool_wait_ms_count 2", "pivotal_pool_reconnects_total 1", "pivotal_audit_spool_depth 7"})
        QVERIFY2(text.find(line) != std::string::npos, (std::string(line) + "\nnot in\n" + text).c_str());
}

void MetricsTest::everyThreadCounts()
{
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&metrics, t] {
            for (int i = 0; i < 5'000; ++i) {
                metrics.record(operation(i % 2 ? "a.x" : "b.y", t + 1));
                metrics.record(CacheEvent::Miss, QString::number(i % 7));
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(metrics.operations().size(), 2);
    QCOMPARE(metrics.operations().first().count, 10'000u);
    std::uint64_t misses = 0;
    for (const CacheSummary &summary : metrics.caches())
        misses += summary.misses;
    QCOMPARE(misses, 20'000u);
}

/// Not a timed test: the figure is printed, and only an absurd one fails.
void MetricsTest::recordingIsCheap()
{
    Metrics metrics;
    const OperationRecord record = operation("users.listUsers", 1.5);
    const QString resource = QStringLiteral("users");
    constexpr int rounds = 200'000;
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < rounds; ++i)
        metrics.record(record);
    qInfo("an operation: %.0f ns", double(clock.nsecsElapsed()) / rounds);
    clock.start();
    for (int i = 0; i < rounds; ++i)
        metrics.record(CacheEvent::Hit, resource);
    qInfo("a cache event: %.0f ns", double(clock.nsecsElapsed()) / rounds);
    QVERIFY(clock.nsecsElapsed() / rounds < 50'000);
}

void MetricsTest::slowStatementsAreARing()
{
    Telemetry telemetry({.trace = TraceMode::Off, .slowStatementMs = 10});
    const QString op = QStringLiteral("users.listUsers");
    const QString id = QStringLiteral("c1");
    for (int i = 0; i < 300; ++i) {
        const QString text = QStringLiteral("SELECT %1 WHERE x = ?").arg(i);
        const QVariantList binds{QStringLiteral("abc"), 5, QVariant()};
        telemetry.onStatement({text, binds, op, id, i % 2 ? 5.0 : 20.0, 1, 1});
    }
    const auto kept = telemetry.slowStatements().list();
    QCOMPARE(kept.size(), 150);
    QCOMPARE(kept.first().text, QStringLiteral("SELECT 298 WHERE x = ?"));
    QCOMPARE(kept.first().bindTypes(), (QStringList{QStringLiteral("text(3)"), QStringLiteral("int"), QStringLiteral("null")}));
}

void MetricsTest::tracesRedact()
{
    const QString op = QStringLiteral("users.listUsers");
    const QString id = QStringLiteral("c1");
    const QString text = QStringLiteral("SELECT \"a\"\nFROM t WHERE x = ?");
    const QVariantList binds{QStringLiteral("tell\"nobody")};
    const StatementRecord record{text, binds, op, id, 1.5, 20, 2};
    const std::string plain = traceLine(record, TraceMode::Statements);
    QCOMPARE(plain, std::string("event=statement operation=users.listUsers correlation=c1 ms=1.500 rows=20 attempt=2 error=none "
                                "sql=\"SELECT \\\"a\\\"\\nFROM t WHERE x = ?\" binds=\"text(11)\""));
    QVERIFY(traceLine(record, TraceMode::Values).find("tell\\\"nobody") != std::string::npos);
    const QString secret = QStringLiteral("SELECT 'hash1' = \"passwordHash\" FROM users WHERE email = ?");
    const std::string redacted = traceLine({secret, binds, op, id, 1.5, 20, 2}, TraceMode::Values);
    QVERIFY(redacted.find("nobody") == std::string::npos && redacted.find("hash1") == std::string::npos);
    QCOMPARE(traceModeFrom(QStringLiteral("values")), TraceMode::Values);
    QCOMPARE(traceModeFrom(QStringLiteral("false")), TraceMode::Off);
}

QTEST_GUILESS_MAIN(MetricsTest)
#include "tst_metrics.moc"
