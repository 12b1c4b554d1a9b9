#include "models/series_table_model.h"
#include "models/slow_operations_model.h"
#include "models/smoke_table_model.h"

#include <QAbstractItemModelTester>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::models;
using metrics::Sample;

/// What the charts and their tables show of the samples.
class MetricSeriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void percentilesAreOfAllCallsOfTheInterval();
    void nothingHappenedIsNoPoint();
    void cacheEventsAreOfOneResourceOrOfAll();
    void everyMetricHasSeries();
    void theTableShowsTheSame();
    void theCurrentFigureStaysCurrent();
    void csvCanBeReadElsewhere();
    void theDoubledHourIsToldApart();
    void slowOperationsAreOverTheThreshold();
    void whatIsKnownIsSaidWithoutADiagnosis();
    void smokeTargetsCanBeEdited();
};

namespace {

constexpr qint64 start = 1'760'000'000'000;

Sample sampleAt(int second, const QList<double> &durations)
{
    Sample sample;
    sample.at = {start + second * 1'000};
    sample.lengthMs = 1'000;
    for (const double ms : durations)
        sample.operations[u"users.listUsers"_s].durations.record(ms);
    return sample;
}

metrics::StatementGroup group(const QString &fingerprint, double ms, int calls = 1)
{
    metrics::StatementGroup made{fingerprint, u"users.listUsers"_s, {}, 0, 0, {}};
    for (int i = 0; i < calls; ++i)
        made.durations.record(ms);
    metrics::SlowStatement worst;
    worst.durationMs = ms;
    made.worst.append(worst);
    return made;
}

} // namespace

void MetricSeriesTest::percentilesAreOfAllCallsOfTheInterval()
{
    QList<double> hundred;
    for (int i = 1; i <= 100; ++i)
        hundred << i;
    const auto series = seriesOf(Metric::Latency, {sampleAt(1, hundred), sampleAt(2, {7})}, u"users.listUsers"_s);
    QCOMPARE(series.size(), 3);
    QVERIFY(std::abs(series.at(0).points.first().y() - 50) < 0.5);
    QVERIFY(std::abs(series.at(1).points.first().y() - 95) < 0.95);
    QVERIFY(std::abs(series.at(2).points.first().y() - 99) < 0.99);
    QCOMPARE(series.at(1).points.first().x(), double(start + 1'000));
    QCOMPARE(series.at(1).points.size(), 2);
}

void MetricSeriesTest::nothingHappenedIsNoPoint()
{
    const QList<Sample> samples{sampleAt(1, {5}), sampleAt(2, {}), sampleAt(3, {5})};
    QCOMPARE(seriesOf(Metric::Latency, samples, {}).first().points.size(), 2);
    QCOMPARE(seriesOf(Metric::Throughput, samples, {}).first().points.size(), 3); // which was nothing
    QCOMPARE(seriesOf(Metric::Throughput, samples, {}).first().points.at(1).y(), 0.0);
    QCOMPARE(seriesOf(Metric::CacheHitRate, samples, {}).first().points.size(), 0); // nothing was asked of it
}

void MetricSeriesTest::cacheEventsAreOfOneResourceOrOfAll()
{
    Sample sample = sampleAt(1, {});
    sample.caches[u"users"_s].invalidations = 2;
    sample.caches[u"roles"_s].invalidations = 5;
    const auto invalidations = [&](const QString &resource) {
        return seriesOf(Metric::CacheEvents, {sample}, resource).at(3).points.first().y();
    };
    QCOMPARE(infoOf(Metric::CacheEvents).subject, Subject::Resource);
    QCOMPARE(invalidations(u"users"_s), 2.0);
    QCOMPARE(invalidations({}), 7.0);
    QCOMPARE(invalidations(u"organizations"_s), 0.0);
}

void MetricSeriesTest::everyMetricHasSeries()
{
    for (const Metric metric : allMetrics()) {
        QVERIFY(!infoOf(metric).name.isEmpty());
        QVERIFY2(!seriesOf(metric, {sampleAt(1, {5})}, {}).isEmpty(), qPrintable(infoOf(metric).name));
    }
}

void MetricSeriesTest::theTableShowsTheSame()
{
    const DisplayZone zone;
    SeriesTableModel model(zone);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSeries(Metric::Latency, seriesOf(Metric::Latency, {sampleAt(1, {5}), sampleAt(2, {1'500})}, {}));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.columnCount(), 4);
    QCOMPARE(model.index(0, 1).data().toString(), u"1.5 s"_s); // the newest first
    QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), u"p95"_s);
    model.setSeries(Metric::CacheHitRate, {});
    QCOMPARE(model.rowCount(), 0);
}

/// As samples come, and the oldest go.
void MetricSeriesTest::theCurrentFigureStaysCurrent()
{
    const DisplayZone zone;
    SeriesTableModel model(zone);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSeries(Metric::Latency, seriesOf(Metric::Latency, {sampleAt(1, {5}), sampleAt(2, {1'500})}, {}));
    const QPersistentModelIndex current = model.index(0, 2);
    const QString time = model.index(0, 0).data().toString();
    model.setSeries(Metric::Latency, seriesOf(Metric::Latency, {sampleAt(2, {1'500}), sampleAt(3, {7}), sampleAt(4, {8})}, {}));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(current.row(), 2);
    QCOMPARE(current.column(), 2);
    QCOMPARE(model.index(2, 0).data().toString(), time);
    QCOMPARE(current.data().toString(), u"1.5 s"_s);
    QCOMPARE(model.index(0, 1).data().toString(), u"8.0 ms"_s);
}

void MetricSeriesTest::csvCanBeReadElsewhere()
{
    const DisplayZone zone;
    SeriesTableModel model(zone);
    model.setSeries(Metric::Errors, {{u"a \"quoted\", name"_s, {{double(start), 1.5}}}, {u"b"_s, {{double(start + 1), 2}}}});
    QCOMPARE(model.toCsv(), u"time,\"a \"\"quoted\"\", name\",\"b\"\r\n2025-10-09T08:53:20.001Z,,2\r\n2025-10-09T08:53:20.000Z,1.5,\r\n"_s);
}

/// 02:30 comes twice on 27 October 2024 in Berlin.
void MetricSeriesTest::theDoubledHourIsToldApart()
{
    const QByteArray before = qgetenv("TZ");
    qputenv("TZ", "Europe/Berlin");
    const auto restore = qScopeGuard([&] { qputenv("TZ", before); });
    DisplayZone zone;
    zone.setKind(DisplayZone::Kind::Local);
    const qint64 summer = QDateTime({2024, 10, 27}, {0, 30}, Qt::UTC).toMSecsSinceEpoch();
    constexpr qint64 hour = 3'600'000;
    SeriesTableModel model(zone);
    QList<QPointF> points;
    for (int i = -1; i <= 2; ++i)
        points << QPointF(double(summer + i * hour), 1'234'567 + i);
    model.setSeries(Metric::CacheEvents, {{u"Hits"_s, points}});
    QStringList times;
    for (int row = 0; row < model.rowCount(); ++row)
        times << model.index(row, 0).data().toString();
    QCOMPARE(times, QStringList({u"2024-10-27 03:30:00"_s, u"2024-10-27 02:30:00+01:00"_s, u"2024-10-27 02:30:00+02:00"_s,
                                 u"2024-10-27 01:30:00"_s}));
    const QStringList lines = model.toCsv().split(u"\r\n"_s);
    QCOMPARE(lines.value(2), u"2024-10-27T01:30:00.000Z,1234568"_s);
    QCOMPARE(lines.value(3), u"2024-10-27T00:30:00.000Z,1234567"_s);
    QCOMPARE(zone.full({summer}), u"2024-10-27 02:30:00.000+02:00 Europe/Berlin"_s);
    QCOMPARE(zone.minutes({summer - hour / 2}), u"2024-10-27 02:00+02:00"_s);
    QCOMPARE(zone.minutes({summer - hour / 2 - 1}), u"2024-10-27 01:59"_s);
    QCOMPARE(zone.minutes({summer + 3 * hour / 2}), u"2024-10-27 03:00"_s);
    QCOMPARE(zone.minutes({QDateTime({2024, 3, 31}, {1, 0}, Qt::UTC).toMSecsSinceEpoch()}),
             u"2024-03-31 03:00"_s); // none of what is skipped
}

void MetricSeriesTest::slowOperationsAreOverTheThreshold()
{
    SlowOperationsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    const QList<metrics::StatementGroup> groups{group(u"SELECT 1"_s, 10), group(u"SELECT 2"_s, 400), group(u"SELECT 3"_s, 350, 50)};
    model.setGroups(groups, 300);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.groupAt(0)->fingerprint, u"SELECT 3"_s); // the most time in all
    QCOMPARE(model.rowOf(u"users.listUsers SELECT 1"_s), -1);
    model.setGroups(groups, 300);
    QCOMPARE(reset.size(), 1); // the same rows: selection and scroll stay
    model.setReason(u"users.listUsers SELECT 2"_s, {u"Seq scan"_s, BadgeKind::Bad});
    QCOMPARE(model.index(1, SlowOperationsModel::Why).data().toString(), u"Seq scan"_s);
    QCOMPARE(model.index(1, SlowOperationsModel::Why).data(BadgeRole).toInt(), int(BadgeKind::Bad));
    model.forgetReasons();
    QCOMPARE(model.index(1, SlowOperationsModel::Why).data().toString(), QString());
    model.setGroups(groups, 5);
    QCOMPARE(model.rowCount(), 3);
}

void MetricSeriesTest::whatIsKnownIsSaidWithoutADiagnosis()
{
    SlowOperationsModel model;
    metrics::StatementGroup failed = group(u"SELECT 1"_s, 500);
    failed.worst.first().error = ErrorCode::Timeout;
    metrics::StatementGroup again = group(u"SELECT 2"_s, 400);
    again.worst.first().attempt = 3;
    model.setGroups({failed, again}, 300);
    QCOMPARE(model.index(0, SlowOperationsModel::Why).data().toString(), u"TIMEOUT"_s);
    QCOMPARE(model.index(1, SlowOperationsModel::Why).data().toString(), u"Attempt 3"_s);
    QCOMPARE(
        shortStatement(
            u"SELECT a FROM users u WHERE u.\"organizationId\" = ? AND u.status = ANY (?) ORDER BY u.\"createdAt\" DESC, u.id LIMIT ?"_s),
        u"by status, ordered by createdAt DESC"_s);
}

void MetricSeriesTest::smokeTargetsCanBeEdited()
{
    SmokeTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setResult({u"List"_s, {200, 500}, {10, 20, 30}});
    SmokeRun earlier;
    earlier.cases = {{u"List"_s, 10, 20, 30, true, {200, 500}}};
    model.setEarlier({earlier});
    QCOMPARE(model.index(0, SmokeTableModel::Difference).data().toString(), u"+100 %"_s);
    QCOMPARE(model.index(0, SmokeTableModel::Result).data().toString(), u"Within"_s);
    QSignalSpy edited(&model, &SmokeTableModel::targetEdited);
    QVERIFY(!model.setData(model.index(0, SmokeTableModel::TargetP95), u"soon"_s, Qt::EditRole));
    QVERIFY(!model.setData(model.index(0, SmokeTableModel::TargetP95), -1, Qt::EditRole));
    QVERIFY(model.setData(model.index(0, SmokeTableModel::TargetP95), 25, Qt::EditRole));
    QCOMPARE(edited.size(), 1);
    QCOMPARE(model.index(0, SmokeTableModel::Result).data().toString(), u"Over"_s);
    SmokeRun run = earlier;
    run.iterations = 5;
    run.at = {start};
    QCOMPARE(SmokeRun::fromJson(run.toJson()), run);
}

QTEST_GUILESS_MAIN(MetricSeriesTest)
#include "tst_metric_series.moc"
