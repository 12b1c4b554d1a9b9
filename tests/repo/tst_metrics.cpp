#include "repo/metrics/statement_history.h"
#include "repo/metrics/telemetry.h"

#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>
#include <thread>

using namespace Qt::StringLiterals;

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
    void statementsAreGroupedByFingerprint();
    void eachMinuteHasItsOwnWorst();
    void whatIsNotOursIsShownWithoutItsValues();
    void statementsAreBounded();
    void aClockThatIsSetBackLosesNothing();
    void anHourAskedLateIsWhole();
    void groupsAreMerged();
    void groupsAreStoredWithoutValues();
    void whatIsNoGroupIsNotRead();
    void countsMergeAndSubtract();
    void samplesAreDifferencesOfSnapshots();
    void samplesAreRegrouped();
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

StatementGroup groupOf(const QString &fingerprint, const QList<double> &durations, Instant at)
{
    StatementGroup group{fingerprint, u"users.listUsers"_s, {}, 7 * qint64(durations.size()), 1, {}};
    for (const double ms : durations) {
        group.durations.record(ms);
        SlowStatement each;
        each.at = at;
        each.durationMs = ms;
        each.rows = 7;
        each.attempt = 2;
        each.error = ErrorCode::Timeout;
        each.context = {group.operation, u"c%1"_s.arg(ms), u"ann@planted.example › click"_s, 1.25};
        each.text = QString(fingerprint).replace(u'?', u"'typed'"_s);
        each.binds = {u"bob@planted.example"_s};
        group.worst.append(each);
    }
    return group;
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
    row("two humps",
        [](std::mt19937 &r) { return r() % 10 ? std::normal_distribution(2.0, 0.1)(r) : std::normal_distribution(900.0, 20.0)(r); });
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
            QVERIFY2(std::abs(sketch.counts().percentile(q) - exact) <= 0.01 * exact,
                     qPrintable(u"n=%1 q=%2: %3, exactly %4"_s.arg(n).arg(q).arg(sketch.counts().percentile(q)).arg(exact)));
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
    metrics.record(CacheEvent::Hit, u"users"_s);
    metrics.record(CacheEvent::Stale, u"users"_s);
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
    const QString resource = u"users"_s;
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

void MetricsTest::statementsAreGroupedByFingerprint()
{
    StatementLog log;
    const OperationContext context{u"users.listUsers"_s, u"c1"_s, u"Users: Next page"_s, 1.5};
    const Instant start{1'760'000'000'000};
    for (int i = 0; i < 300; ++i) {
        const QString text = u"SELECT a1, \"b2\" FROM t WHERE x = ? LIMIT %1"_s.arg(i);
        const QVariantList binds{u"abc"_s, 5, QVariant()};
        log.record({text, binds, context, double(i), 2, 1}, {start.msecs + i * 1'000});
    }
    const auto groups = log.since(start, {start.msecs + 300'000});
    QCOMPARE(groups.size(), 1);
    QCOMPARE(groups.first().fingerprint, u"SELECT a1, \"b2\" FROM t WHERE x = ? LIMIT ?"_s);
    QCOMPARE(groups.first().durations.count(), 300u);
    QCOMPARE(groups.first().rows, 600);
    QCOMPARE(groups.first().worst.size(), StatementLog::maxWorst); // two of each minute
    const SlowStatement &worst = groups.first().worst.first();
    QCOMPARE(worst.durationMs, 299.0);
    QCOMPARE(worst.context.intent, u"Users: Next page"_s);
    QCOMPARE(worst.bindTypes(), (QStringList{u"text(3)"_s, u"int"_s, u"null"_s}));
    QCOMPARE(log.since({start.msecs + 240'000}, {start.msecs + 300'000}).first().durations.count(), 80u); // by whole minutes
    QCOMPARE(log.cases(295).size(), StatementLog::maxWorstOfMinute);
    QCOMPARE(log.cases(295).first().durationMs, 299.0); // the newest first
}

/// What was worse earlier in the hour doesn't hide what is slow now.
void MetricsTest::eachMinuteHasItsOwnWorst()
{
    StatementLog log;
    const OperationContext context{u"users.listUsers"_s};
    const QString text = u"SELECT name FROM users WHERE email = 'somebody@example'"_s;
    const Instant start{1'760'000'040'000};
    for (int i = 0; i < 20; ++i)
        log.record({text, {}, context, 2'000.0 + i, 1, 1}, start);
    log.record({text, {}, context, 900, 1, 1}, {start.msecs + 30 * 60'000});
    const auto lately = log.since({start.msecs + 20 * 60'000}, {start.msecs + 31 * 60'000});
    QCOMPARE(lately.size(), 1);
    QCOMPARE(lately.first().worst.first().durationMs, 900.0);
    QCOMPARE(lately.first().fingerprint, u"SELECT name FROM users WHERE email = ?"_s);
    log.clear();
    QVERIFY(log.cases(0).isEmpty());
}

void MetricsTest::whatIsNotOursIsShownWithoutItsValues()
{
    QCOMPARE(shownText(u"UPDATE users SET phone = '+64 ''1', n = 5 WHERE id = E'a\\'b' AND x = $$secret$$"_s),
             u"UPDATE users SET phone = ?, n = 5 WHERE id = ? AND x = ?"_s);
    QCOMPARE(shownText(u"ALTER ROLE someone PASSWORD 'hidden'"_s), redactedText);
    QCOMPARE(shownText(u"SELECT \"passwordHash\" FROM users"_s), redactedText);
    QCOMPARE(shownText(u"EXECUTE stmt ('cut off in the mid"_s), u"EXECUTE stmt (?"_s);
}

void MetricsTest::statementsAreBounded()
{
    StatementLog log;
    const QVariantList none;
    const OperationContext context{u"users.listUsers"_s};
    const Instant start{1'760'000'000'000};
    for (int i = 0; i < 500; ++i)
        log.record({u"SELECT column_%1"_s.arg(QString(i, u'x')), none, context, 1, 1, 1}, {start.msecs + i * 60'000});
    const Instant end{start.msecs + 499 * 60'000};
    QVERIFY(log.since(start, end).size() <= StatementLog::maxGroups);
    QCOMPARE(log.since({end.msecs - 9 * 60'000}, end).size(), 10);
    const QString secret = u"SELECT \"passwordHash\" FROM users WHERE email = ?"_s;
    log.record({secret, {u"hidden"_s}, context, 9'999, 1, 1}, end);
    QCOMPARE(log.cases(9'000).first().text, redactedText);
    QVERIFY(log.cases(9'000).first().binds.isEmpty());
    QVERIFY(!log.cases(9'000).first().hasValues);
}

/// The group that has just been made isn't the one to make room, though all others seem to have been used after it.
void MetricsTest::aClockThatIsSetBackLosesNothing()
{
    StatementLog log;
    const OperationContext context{u"users.listUsers"_s};
    const Instant start{1'760'000'040'000};
    const auto record = [&](int column, Instant at) {
        log.record({u"SELECT column_%1"_s.arg(QString(column, u'x')), {}, context, 400, 1, 1}, at);
    };
    for (int i = 1; i <= StatementLog::maxGroups; ++i)
        record(i, start);
    const Instant before{start.msecs - 10 * 60'000};
    for (int i = 1; i <= 3; ++i)
        record(int(StatementLog::maxGroups) + i, before);
    record(int(StatementLog::maxGroups) + 1, start); // the hour that was there already
    record(int(StatementLog::maxGroups) + 1, before);
    const QList<StatementGroup> groups = log.since(before, before);
    QCOMPARE(groups.size(), 3);
    quint64 calls = 0;
    for (const StatementGroup &group : groups)
        calls += group.durations.count();
    QCOMPARE(calls, 4u);
    QCOMPARE(log.since(before, start).size(), StatementLog::maxGroups);
    log.forgetOld(before); // what seems to come later wouldn't be old for too long
    QCOMPARE(log.since(before, start).size(), 3);
}

/// A window of an hour that ended with the last sample is asked for a moment later.
void MetricsTest::anHourAskedLateIsWhole()
{
    StatementLog log;
    const OperationContext context{u"users.listUsers"_s};
    const Instant start{1'760'000'040'000};
    const Instant late{start.msecs + StatementLog::keptMs + StatementLog::graceMs};
    for (const Instant at : {start, late})
        log.record({u"SELECT 1"_s, {}, context, 400, 1, 1}, at);
    QCOMPARE(log.since(start, late).first().durations.count(), 2u);
    log.record({u"SELECT 1"_s, {}, context, 400, 1, 1}, {late.msecs + 60'000});
    log.forgetOld({late.msecs + 60'000});
    QCOMPARE(log.since(start, {late.msecs + 60'000}).first().durations.count(), 2u); // the first is gone
    log.forgetOld({late.msecs + 2 * StatementLog::keptMs});                          // nothing ran again: its values don't stay for that
    QVERIFY(log.cases(0).isEmpty());
    QVERIFY(log.since(start, {late.msecs + 2 * StatementLog::keptMs}).isEmpty());
}

void MetricsTest::groupsAreMerged()
{
    const Instant at{1'760'000'040'000};
    StatementGroup stored = groupOf(u"SELECT ?"_s, {900, 800}, at);
    for (SlowStatement &each : stored.worst) {
        each.binds.clear();
        each.hasValues = false;
    }
    const StatementGroup mine = groupOf(u"SELECT ?"_s, {950, 900}, at); // one of them is the stored one
    const QList<StatementGroup> merged = merge({stored, groupOf(u"SELECT 2"_s, {5}, at)}, {mine});
    QCOMPARE(merged.size(), 2);
    const auto sum = std::find_if(merged.cbegin(), merged.cend(), [&](const StatementGroup &group) { return group.key() == mine.key(); });
    QCOMPARE(sum->durations.count(), 4u);
    QCOMPARE(sum->rows, 28);
    QCOMPARE(sum->errors, 2);
    QList<std::pair<double, bool>> worst;
    for (const SlowStatement &each : sum->worst)
        worst << std::pair(each.durationMs, each.hasValues);
    QCOMPARE(worst, (QList<std::pair<double, bool>>{{950, true}, {900, true}, {800, false}}));
    QList<StatementGroup> many;
    for (int i = 0; i < 30; ++i)
        many << groupOf(u"SELECT ?"_s, {double(i)}, at);
    QCOMPARE(merge(many, {}).first().worst.size(), StatementLog::maxWorst);
    QCOMPARE(merge(many, {}).first().worst.first().durationMs, 29.0);
}

void MetricsTest::groupsAreStoredWithoutValues()
{
    const StatementGroup group = groupOf(u"SELECT ?"_s, {900, 800, 700}, {1'760'000'040'000});
    const QByteArray bytes = toCbor(group);
    for (const char *secret : {"planted", "typed", "click"})
        QVERIFY2(!bytes.contains(secret), secret);
    const auto read = groupFromCbor(bytes);
    QVERIFY(read);
    QCOMPARE(read->key(), group.key());
    QCOMPARE(read->durations, group.durations);
    QCOMPARE(read->rows, group.rows);
    QCOMPARE(read->errors, group.errors);
    QCOMPARE(read->worst.size(), storedCases);
    const SlowStatement &worst = read->worst.first();
    QVERIFY(worst.isSameCase(group.worst.first()));
    QCOMPARE(worst.rows, 7);
    QCOMPARE(worst.attempt, 2);
    QCOMPARE(worst.error, std::optional(ErrorCode::Timeout));
    QCOMPARE(worst.context.operation, group.operation);
    QCOMPARE(worst.context.waitMs, 1.25);
    QVERIFY(!worst.context.intent.isEmpty()); // somebody did something, but not what
    QCOMPARE(worst.text, u"SELECT ?"_s);
    QVERIFY(worst.binds.isEmpty() && !worst.hasValues);
    QVERIFY(groupFromCbor(toCbor(groupOf(u"SELECT now()"_s, {5}, {1})))->worst.first().hasValues); // it has none
}

/// Whatever is in the file, it is a group or nothing.
void MetricsTest::whatIsNoGroupIsNotRead()
{
    const QByteArray bytes = toCbor(groupOf(u"SELECT ?"_s, {900, 800}, {1'760'000'040'000}));
    for (qsizetype length = 0; length < bytes.size(); ++length)
        QVERIFY(!groupFromCbor(bytes.first(length)));
    StatementGroup empty = groupOf(u"SELECT ?"_s, {900}, {1});
    empty.worst.clear();
    QVERIFY(!groupFromCbor(toCbor(empty)));
    std::mt19937 random(3);
    for (int i = 0; i < 20'000; ++i) {
        QByteArray torn = bytes;
        torn[qsizetype(random() % size_t(torn.size()))] = char(random());
        if (const auto group = groupFromCbor(torn))
            QVERIFY(!group->durations.isEmpty() && !group->worst.isEmpty());
    }
}

void MetricsTest::countsMergeAndSubtract()
{
    std::mt19937 random(11);
    std::lognormal_distribution draw(1.0, 1.2);
    LatencyCounts all;
    LatencyCounts first;
    LatencyCounts second;
    for (int i = 0; i < 10'000; ++i) {
        const double ms = draw(random);
        all.record(ms);
        (i % 3 ? first : second).record(ms);
    }
    LatencyCounts merged = first;
    merged.merge(second);
    QCOMPARE(merged, all);
    QCOMPARE(all.since(first), second);
    QCOMPARE(LatencyCounts::fromCbor(all.toCbor()), all);
    QVERIFY(all.within(all.percentile(0.95)) >= 9'500u && all.within(all.percentile(0.94)) < 9'500u);
    quint64 shown = 0;
    double last = 0;
    for (const LatencyCounts::Column &column : all.histogram(2)) {
        shown += column.count;
        QVERIFY(last == 0 || std::abs(column.fromMs - last) < 1e-9 * last); // without holes
        last = column.toMs;
    }
    QCOMPARE(shown, 10'000u);
}

void MetricsTest::samplesAreDifferencesOfSnapshots()
{
    Metrics metrics;
    metrics.record(operation("users.listUsers", 5));
    metrics.record(CacheEvent::Hit, u"users"_s);
    const Sample before = metrics.snapshot();
    metrics.record(operation("users.listUsers", 50));
    metrics.record(operation("users.listUsers", 70));
    metrics.record(CacheEvent::Miss, u"users"_s);
    metrics.setPool(3, 9);
    metrics.setPool(0, 0);
    metrics.recordGuiEvent(4);
    const Sample sample = metrics.snapshot().since(before);
    const OperationCounts counts = sample.operations.value(u"users.listUsers"_s);
    QCOMPARE(counts.durations.count(), 2u);
    QVERIFY(std::abs(counts.durations.percentile(1) - 70) < 0.7);
    QCOMPARE(sample.caches.value(u"users"_s).hits, 0);
    QCOMPARE(sample.caches.value(u"users"_s).misses, 1);
    QCOMPARE(sample.inUse, 3); // the most at a time, though it is over
    QCOMPARE(sample.waiting, 9);
    QCOMPARE(sample.guiEvents.count(), 1u);
    QCOMPARE(Sample::fromCbor(sample.toCbor()), sample);
    QCOMPARE(metrics.snapshot().inUse, 0);
    QVERIFY(metrics.snapshot().since(metrics.snapshot()).operations.isEmpty());
}

void MetricsTest::samplesAreRegrouped()
{
    QList<Sample> seconds;
    for (int i = 1; i <= 25; ++i) {
        Sample sample;
        sample.at = {100'000 + i * 1'000};
        sample.lengthMs = 1'000;
        sample.operations[u"a.b"_s].durations.record(i);
        seconds.append(sample);
    }
    const QList<Sample> points = regrouped(seconds, 10'000);
    QCOMPARE(points.size(), 3);
    QCOMPARE(points.first().lengthMs, 10'000);
    QCOMPARE(points.first().at.msecs, 110'000); // what ends on the bound belongs before it
    QCOMPARE(points.last().lengthMs, 5'000);
    QCOMPARE(points.at(1).operations.value(u"a.b"_s).durations.count(), 10u);
}

void MetricsTest::tracesRedact()
{
    const OperationContext context{u"users.listUsers"_s, u"c1"_s};
    const QString text = u"SELECT \"a\"\nFROM t WHERE x = ?"_s;
    const QVariantList binds{u"tell\"nobody"_s};
    const StatementRecord record{text, binds, context, 1.5, 20, 2};
    const std::string plain = traceLine(record, TraceMode::Statements);
    QCOMPARE(plain, std::string("event=statement operation=users.listUsers correlation=c1 ms=1.500 rows=20 attempt=2 error=none "
                                "sql=\"SELECT \\\"a\\\"\\nFROM t WHERE x = ?\" binds=\"text(11)\""));
    QVERIFY(traceLine(record, TraceMode::Values).find("tell\\\"nobody") != std::string::npos);
    const QString secret = u"SELECT 'hash1' = \"passwordHash\" FROM users WHERE email = ?"_s;
    const std::string redacted = traceLine({secret, binds, context, 1.5, 20, 2}, TraceMode::Values);
    QVERIFY(redacted.find("nobody") == std::string::npos && redacted.find("hash1") == std::string::npos);
    QCOMPARE(traceModeFrom(u"values"_s), TraceMode::Values);
    QCOMPARE(traceModeFrom(u"false"_s), TraceMode::Off);
}

QTEST_GUILESS_MAIN(MetricsTest)
#include "tst_metrics.moc"
