#include "repo/db/closing.h"
#include "repo/metrics_history.h"
#include "tests/support/await.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace pivotal;
using local::MetricsStore;
using metrics::Sample;
using tests::await;

/// The history of figures, in a real file.
class MetricsHistoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanupTestCase() { db::waitForClosed(); }
    void tiersAreBounded();
    void theTierFitsTheWindow();
    void sumsAreThoseOfTheSamples();
    void aRestartGoesOn();
    void anotherDatabaseIsAnotherHistory();
    void aFileThatCantBeWrittenIsToldOnce();

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("metrics.sqlite")); }
    static Sample sampleAt(Instant at, double ms = 5);

    QTemporaryDir m_folder;
};

namespace {

const QString source = QStringLiteral("here");
const QString list = QStringLiteral("users.listUsers");

} // namespace

Sample MetricsHistoryTest::sampleAt(Instant at, double ms)
{
    Sample sample;
    sample.at = at;
    sample.lengthMs = 1'000;
    sample.operations[list].durations.record(ms);
    return sample;
}

void MetricsHistoryTest::tiersAreBounded()
{
    MetricsStore store(m_folder.filePath(QStringLiteral("bounded.sqlite")));
    const local::Tier tier = MetricsStore::tiers().first();
    const Instant now = Instant::now();
    const qint64 intervals = tier.keptMs / tier.lengthMs;
    for (qint64 i = intervals + 50; i >= 0; i -= 10) // beyond what is kept
        store.add(source, tier, sampleAt({now.msecs - i * tier.lengthMs}));
    const auto kept = store.load(source, {now.msecs - 2 * tier.keptMs + 1}, now, tier.lengthMs);
    QVERIFY(kept.isEmpty()); // so far back another tier is asked
    const auto fine = store.load(source, {now.msecs - tier.keptMs + 1'000}, now, tier.lengthMs);
    QVERIFY2(fine.size() >= intervals / 10 && fine.size() <= intervals / 10 + 1, qPrintable(QString::number(fine.size())));
}

void MetricsHistoryTest::theTierFitsTheWindow()
{
    MetricsStore store(m_folder.filePath(QStringLiteral("tiers.sqlite")));
    const Instant now = Instant::now();
    int i = 0;
    for (const local::Tier &tier : MetricsStore::tiers())
        store.add(source, tier, sampleAt({now.msecs - 1}, ++i));
    const auto tierOf = [&](qint64 backMs, qint64 pointMs) {
        const auto samples = store.load(source, {now.msecs - backMs}, now, pointMs);
        return samples.isEmpty() ? 0 : int(samples.first().operations.value(list).durations.percentile(1) + 0.5);
    };
    QCOMPARE(tierOf(3'600'000, 10'000), 1);
    QCOMPARE(tierOf(3'600'000, 60'000), 2); // no finer than is shown
    QCOMPARE(tierOf(24 * 3'600'000, 10'000), 2);
    QCOMPARE(tierOf(30ll * 24 * 3'600'000, 10'000), 3);
}

void MetricsHistoryTest::sumsAreThoseOfTheSamples()
{
    auto telemetry = std::make_shared<metrics::Telemetry>();
    MetricsHistory history(telemetry, path());
    history.setSource(source);
    const Instant from = Instant::now();
    Instant last = from;
    metrics::OperationRecord record;
    record.operation = list;
    for (int i = 1; i <= 200; ++i) {
        record.durationMs = i;
        telemetry->onOperation(record);
        if (i % 50 == 0) {
            QTRY_VERIFY(Instant::now() > last); last = Instant::now(); // an interval has a length
            history.sample();
        }
    }
    const auto loaded = await(history.load(source, {from.msecs - 60'000}, {Instant::now().msecs + 60'000}, 3'600'000)).value;
    QVERIFY(loaded && !loaded->isEmpty());
    Sample sum;
    for (const Sample &each : *loaded)
        sum.merge(each);
    QCOMPARE(sum.operations.value(list).durations.count(), 200u);
    QVERIFY(std::abs(sum.operations.value(list).durations.percentile(0.5) - 100) <= 1);
}

void MetricsHistoryTest::aRestartGoesOn()
{
    const QString file = m_folder.filePath(QStringLiteral("restart.sqlite"));
    metrics::OperationRecord record;
    record.operation = list;
    record.durationMs = 7;
    for (int run = 0; run < 3; ++run) {
        auto telemetry = std::make_shared<metrics::Telemetry>();
        MetricsHistory history(telemetry, file);
        QSignalSpy sampled(&history, &MetricsHistory::sampled);
        history.setSource(source);
        telemetry->onOperation(record);
        QVERIFY(sampled.wait(tests::patience)); // by its own clock
    }
    db::waitForClosed();
    MetricsHistory history(std::make_shared<metrics::Telemetry>(), file);
    history.setSource(source);
    const Instant now = Instant::now();
    for (const qint64 window : {60'000ll, 3'600'000ll, 30 * 24 * 3'600'000ll}) {
        const auto loaded = await(history.load(source, {now.msecs - window}, now, window)).value;
        quint64 count = 0;
        for (const Sample &each : loaded.value_or(QList<Sample>()))
            count += each.operations.value(list).durations.count();
        QCOMPARE(count, 3u);
    }
}

void MetricsHistoryTest::anotherDatabaseIsAnotherHistory()
{
    auto telemetry = std::make_shared<metrics::Telemetry>();
    MetricsHistory history(telemetry, m_folder.filePath(QStringLiteral("sources.sqlite")));
    QSignalSpy sampled(&history, &MetricsHistory::sampled);
    metrics::OperationRecord record;
    record.operation = list;
    for (const char *name : {"first", "second"}) {
        history.setSource(QLatin1String(name));
        telemetry->onOperation(record);
        QVERIFY(sampled.wait(tests::patience));
    }
    history.setSource(QStringLiteral("third"));
    QCOMPARE(await(history.sources()).value.value(), (QStringList{QStringLiteral("first"), QStringLiteral("second")}));
    const Instant now = Instant::now();
    const auto first = await(history.load(QStringLiteral("first"), {now.msecs - 3'600'000}, now, 3'600'000)).value;
    QCOMPARE(first->size(), 1);
    QCOMPARE(first->first().operations.value(list).durations.count(), 1u);
}

void MetricsHistoryTest::aFileThatCantBeWrittenIsToldOnce()
{
    const QString file = m_folder.filePath(QStringLiteral("a file, no folder"));
    QFile blocker(file);
    QVERIFY(blocker.open(QFile::WriteOnly));
    MetricsHistory history(std::make_shared<metrics::Telemetry>(), file + QStringLiteral("/metrics.sqlite"));
    QList<ErrorCode> failed;
    connect(&history, &MetricsHistory::failed, this, [&failed](const RepositoryError &error) { failed << error.code; });
    QSignalSpy sampled(&history, &MetricsHistory::sampled);
    history.setSource(source);
    QVERIFY(sampled.wait(tests::patience));
    history.setSource(QStringLiteral("another")); // writes what is pending, of all tiers
    QTRY_VERIFY(!failed.isEmpty());
    QVERIFY(sampled.wait(tests::patience)); // what is on screen goes on
    QCOMPARE(failed, QList<ErrorCode>{ErrorCode::MetricsHistory}); // and of the three tiers only one complained
}

QTEST_GUILESS_MAIN(MetricsHistoryTest)
#include "tst_metrics_history.moc"
