#include "models/smoke_table_model.h"
#include "repo/smoke/smoke_case.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace pivotal;
using namespace pivotal::models;

/// The smoke test's table, and how its runs are read back.
class SmokeTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void casesGoByTheirIds();
    void runsFromBeforeTheIdsAreRead();
    void targetsAreJudgedAtOnce();
    void theReportsTargetsComeBack();
    void aHitSaysHowMuchFasterItIs();
    void allStripsShareAScale();
    void theStripIsSaidInWords();
    void theTrendEndsAtWhatIsShown();
};

namespace {

SmokeRun runOf(const QString &id, double medianMs)
{
    SmokeRun run;
    run.cases = {{id, medianMs, medianMs * 2, medianMs * 3}};
    return run;
}

QVariant at(const SmokeTableModel &model, int row, int column, int role = Qt::DisplayRole)
{
    return model.data(model.index(row, column), role);
}

} // namespace

void SmokeTableTest::casesGoByTheirIds()
{
    for (const QString &id : smoke::caseIds()) {
        QVERIFY2(smoke::caseName(id) != id, qPrintable(id));
        if (!id.startsWith(QStringLiteral("role."))) // younger than the ids
            QCOMPARE(smoke::caseIdOf(smoke::caseName(id)), id); // in English, as they were kept
        QCOMPARE(smoke::caseIdOf(id), id);
        QVERIFY(smoke::reportBudget(id) != metrics::Budget{});
    }
    QCOMPARE(smoke::caseIds().size(), 11);
    QCOMPARE(smoke::caseName(QStringLiteral("a later console's")), QStringLiteral("a later console's"));
    SmokeTableModel model;
    model.setResult({QStringLiteral("search"), {200, 500}, {1}});
    QCOMPARE(at(model, 0, SmokeTableModel::Case).toString(), QStringLiteral("Search"));
}

void SmokeTableTest::runsFromBeforeTheIdsAreRead()
{
    const SmokeRun run = SmokeRun::fromJson(R"({"at":5,"iterations":2,"cacheSpeedUp":9,"cases":[
        {"name":"Get user by id","p50":1,"p95":2,"p99":3,"isWithinBudget":true,"targetP50":50,"targetP95":100,"samples":[1,2]},
        {"name":"Cache hit","p50":1,"p95":2,"p99":3,"isWithinBudget":true}]})");
    QCOMPARE(run.cases.size(), 2);
    QVERIFY(run.figuresOf(QStringLiteral("get")));
    QCOMPARE(run.figuresOf(QStringLiteral("get"))->samplesMs, (QList<double>{1, 2}));
    QVERIFY(run.figuresOf(smoke::cacheHit));
    QCOMPARE(SmokeRun::fromJson(run.toJson()), run);
    SmokeTableModel model;
    model.setResult({QStringLiteral("get"), {50, 100}, {2}});
    model.setEarlier({run});
    QCOMPARE(at(model, 0, SmokeTableModel::Difference).toString(), QStringLiteral("+100 %"));
}

void SmokeTableTest::targetsAreJudgedAtOnce()
{
    SmokeTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setResult({QStringLiteral("search"), {200, 500}, {10, 20, 30}});
    QSignalSpy edited(&model, &SmokeTableModel::targetEdited);
    const QModelIndex target = model.index(0, SmokeTableModel::TargetP95);
    QCOMPARE(target.data().toString(), QStringLiteral("≤ 500 ms"));
    QVERIFY(model.setData(target, 12.5, Qt::EditRole));
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited.first(), (QVariantList{QStringLiteral("search"), int(SmokeTableModel::TargetP95), 12.5}));
    QCOMPARE(target.data().toString(), QStringLiteral("≤ 12.5 ms"));
    QCOMPARE(at(model, 0, SmokeTableModel::Result).toString(), QStringLiteral("Over"));
    QCOMPARE(model.cases().first().shareOfTarget(), 30 / 12.5);
    QVERIFY(model.setData(target, 0, Qt::EditRole)); // none
    QCOMPARE(target.data().toString(), QStringLiteral("—"));
    QCOMPARE(at(model, 0, SmokeTableModel::Result).toString(), QStringLiteral("Within"));
}

void SmokeTableTest::theReportsTargetsComeBack()
{
    SmokeTableModel model;
    model.setResult({QStringLiteral("search"), {1, 1}, {10, 20, 30}});
    QCOMPARE(at(model, 0, SmokeTableModel::Result).toString(), QStringLiteral("Over"));
    QSignalSpy edited(&model, &SmokeTableModel::targetEdited);
    model.useReportTargets();
    QCOMPARE(model.cases().first().budget, (metrics::Budget{200, 500}));
    QCOMPARE(at(model, 0, SmokeTableModel::Result).toString(), QStringLiteral("Within"));
    QCOMPARE(edited.size(), 0);
}

void SmokeTableTest::aHitSaysHowMuchFasterItIs()
{
    SmokeTableModel model;
    model.setResult({smoke::cacheMiss, {}, {10, 20, 30}});
    model.setResult({smoke::cacheHit, {}, {0.4, 0.5, 0.6}});
    QCOMPARE(at(model, 1, SmokeTableModel::Case).toString(), QStringLiteral("Cache hit, 40 × as fast"));
    QCOMPARE(at(model, 0, SmokeTableModel::Case).toString(), QStringLiteral("Cache miss"));
}

void SmokeTableTest::allStripsShareAScale()
{
    SmokeTableModel model;
    QSignalSpy scaled(&model, &QAbstractItemModel::headerDataChanged);
    const auto scale = [&model] { return model.headerData(SmokeTableModel::Samples, Qt::Horizontal, SamplesRole).toList(); };
    model.setResult({QStringLiteral("search"), {}, {2, 3, 40}});
    QCOMPARE(scale(), (QVariantList{1.0, 100.0}));
    model.setResult({smoke::cacheHit, {200, 500}, {0.04, 0.05}});
    QCOMPARE(scale(), (QVariantList{0.01, 1'000.0})); // with the target
    QVERIFY(model.headerData(SmokeTableModel::Samples, Qt::Horizontal, Qt::ToolTipRole).toString().contains(QStringLiteral("from 0.01 ms to 1 s")));
    QCOMPARE(scaled.size(), 2);
    model.setResult({QStringLiteral("get"), {}, {5}});
    QCOMPARE(scaled.size(), 2);
}

void SmokeTableTest::theStripIsSaidInWords()
{
    SmokeTableModel model;
    model.setResult({QStringLiteral("search"), {200, 500}, {10, 20, 30}});
    const QString said = at(model, 0, SmokeTableModel::Samples, Qt::AccessibleTextRole).toString();
    QCOMPARE(said, QStringLiteral("n 3, min 10 ms, p50 20 ms, p95 30 ms, p99 30 ms, max 30 ms; target p95 ≤ 500 ms"));
    QCOMPARE(at(model, 0, SmokeTableModel::Samples, Qt::ToolTipRole).toString(), said);
    model.showRun(runOf(QStringLiteral("search"), 5)); // kept without
    QVERIFY(at(model, 0, SmokeTableModel::Samples, Qt::AccessibleTextRole).toString().contains(QStringLiteral("weren't kept")));
}

void SmokeTableTest::theTrendEndsAtWhatIsShown()
{
    SmokeTableModel model;
    QList<SmokeRun> earlier; // the newest first
    for (int i = 0; i < 40; ++i)
        earlier << runOf(QStringLiteral("search"), 40 - i);
    earlier.insert(1, runOf(QStringLiteral("get"), 7)); // hadn't the case
    model.showRun(runOf(QStringLiteral("search"), 50));
    QCOMPARE(at(model, 0, SmokeTableModel::Trend, TrendRole).toList(), (QVariantList{50.0}));
    model.setEarlier(earlier);
    const QVariantList medians = at(model, 0, SmokeTableModel::Trend, TrendRole).toList();
    QCOMPARE(medians.size(), SmokeTableModel::maxTrend);
    QCOMPARE(medians.last(), QVariant(50.0));
    QCOMPARE(medians.at(medians.size() - 2), QVariant(40.0));
    QCOMPARE(medians.first(), QVariant(12.0));
    QVERIFY(at(model, 0, SmokeTableModel::Trend, Qt::AccessibleTextRole).toString().contains(QStringLiteral("30 run(s): 12 ms … 50 ms")));
}

QTEST_GUILESS_MAIN(SmokeTableTest)
#include "tst_smoke_table.moc"
