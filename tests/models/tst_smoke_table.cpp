#include "models/smoke_table_model.h"
#include "repo/smoke/smoke_case.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

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
        if (!id.startsWith(u"role."_s))                         // younger than the ids
            QCOMPARE(smoke::caseIdOf(smoke::caseName(id)), id); // in English, as they were kept
        QCOMPARE(smoke::caseIdOf(id), id);
        QVERIFY(smoke::reportBudget(id) != metrics::Budget{});
    }
    QCOMPARE(smoke::caseIds().size(), 11);
    QCOMPARE(smoke::caseName(u"a later console's"_s), u"a later console's"_s);
    SmokeTableModel model;
    model.setResult({u"search"_s, {200, 500}, {1}});
    QCOMPARE(at(model, 0, SmokeTableModel::Case).toString(), u"Search"_s);
}

void SmokeTableTest::runsFromBeforeTheIdsAreRead()
{
    const SmokeRun run = SmokeRun::fromJson(R"({"at":5,"iterations":2,"cacheSpeedUp":9,"cases":[
        {"name":"Get user by id","p50":1,"p95":2,"p99":3,"isWithinBudget":true,"targetP50":50,"targetP95":100,"samples":[1,2]},
        {"name":"Cache hit","p50":1,"p95":2,"p99":3,"isWithinBudget":true}]})");
    QCOMPARE(run.cases.size(), 2);
    QVERIFY(run.statisticsOf(u"get"_s));
    QCOMPARE(run.statisticsOf(u"get"_s)->samplesMs, (QList<double>{1, 2}));
    QVERIFY(run.statisticsOf(smoke::cacheHit));
    QCOMPARE(SmokeRun::fromJson(run.toJson()), run);
    SmokeTableModel model;
    model.setResult({u"get"_s, {50, 100}, {2}});
    model.setEarlier({run});
    QCOMPARE(at(model, 0, SmokeTableModel::Difference).toString(), u"+100 %"_s);
}

void SmokeTableTest::targetsAreJudgedAtOnce()
{
    SmokeTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setResult({u"search"_s, {200, 500}, {10, 20, 30}});
    QSignalSpy edited(&model, &SmokeTableModel::targetEdited);
    const QModelIndex target = model.index(0, SmokeTableModel::TargetP95);
    QCOMPARE(target.data().toString(), u"≤ 500 ms"_s);
    QVERIFY(model.setData(target, 12.5, Qt::EditRole));
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited.first(), (QVariantList{u"search"_s, int(SmokeTableModel::TargetP95), 12.5}));
    QCOMPARE(target.data().toString(), u"≤ 12.5 ms"_s);
    QCOMPARE(at(model, 0, SmokeTableModel::Result).toString(), u"Over"_s);
    QCOMPARE(model.cases().first().shareOfTarget(), 30 / 12.5);
    QVERIFY(model.setData(target, 0, Qt::EditRole)); // none
    QCOMPARE(target.data().toString(), u"—"_s);
    QCOMPARE(at(model, 0, SmokeTableModel::Result).toString(), u"Within"_s);
}

void SmokeTableTest::theReportsTargetsComeBack()
{
    SmokeTableModel model;
    model.setResult({u"search"_s, {1, 1}, {10, 20, 30}});
    QCOMPARE(at(model, 0, SmokeTableModel::Result).toString(), u"Over"_s);
    QSignalSpy edited(&model, &SmokeTableModel::targetEdited);
    model.useReportTargets();
    QCOMPARE(model.cases().first().budget, (metrics::Budget{200, 500}));
    QCOMPARE(at(model, 0, SmokeTableModel::Result).toString(), u"Within"_s);
    QCOMPARE(edited.size(), 0);
}

void SmokeTableTest::aHitSaysHowMuchFasterItIs()
{
    SmokeTableModel model;
    model.setResult({smoke::cacheMiss, {}, {10, 20, 30}});
    model.setResult({smoke::cacheHit, {}, {0.4, 0.5, 0.6}});
    QCOMPARE(at(model, 1, SmokeTableModel::Case).toString(), u"Cache hit, 40 × as fast"_s);
    QCOMPARE(at(model, 0, SmokeTableModel::Case).toString(), u"Cache miss"_s);
}

void SmokeTableTest::allStripsShareAScale()
{
    SmokeTableModel model;
    QSignalSpy scaled(&model, &QAbstractItemModel::headerDataChanged);
    const auto scale = [&model] { return model.headerData(SmokeTableModel::Samples, Qt::Horizontal, SamplesRole).toList(); };
    model.setResult({u"search"_s, {}, {2, 3, 40}});
    QCOMPARE(scale(), (QVariantList{1.0, 100.0}));
    model.setResult({smoke::cacheHit, {200, 500}, {0.04, 0.05}});
    QCOMPARE(scale(), (QVariantList{0.01, 1'000.0})); // with the target
    QVERIFY(model.headerData(SmokeTableModel::Samples, Qt::Horizontal, Qt::ToolTipRole).toString().contains(u"from 0.01 ms to 1 s"_s));
    QCOMPARE(scaled.size(), 2);
    model.setResult({u"get"_s, {}, {5}});
    QCOMPARE(scaled.size(), 2);
}

void SmokeTableTest::theStripIsSaidInWords()
{
    SmokeTableModel model;
    model.setResult({u"search"_s, {200, 500}, {10, 20, 30}});
    const QString said = at(model, 0, SmokeTableModel::Samples, Qt::AccessibleTextRole).toString();
    QCOMPARE(said, u"n 3, min 10 ms, p50 20 ms, p95 30 ms, p99 30 ms, max 30 ms; target p95 ≤ 500 ms"_s);
    QCOMPARE(at(model, 0, SmokeTableModel::Samples, Qt::ToolTipRole).toString(), said);
    model.showRun(runOf(u"search"_s, 5)); // kept without
    QVERIFY(at(model, 0, SmokeTableModel::Samples, Qt::AccessibleTextRole).toString().contains(u"weren't kept"_s));
}

void SmokeTableTest::theTrendEndsAtWhatIsShown()
{
    SmokeTableModel model;
    QList<SmokeRun> earlier; // the newest first
    for (int i = 0; i < 40; ++i)
        earlier << runOf(u"search"_s, 40 - i);
    earlier.insert(1, runOf(u"get"_s, 7)); // hadn't the case
    model.showRun(runOf(u"search"_s, 50));
    QCOMPARE(at(model, 0, SmokeTableModel::Trend, TrendRole).toList(), (QVariantList{50.0}));
    model.setEarlier(earlier);
    const QVariantList medians = at(model, 0, SmokeTableModel::Trend, TrendRole).toList();
    QCOMPARE(medians.size(), SmokeTableModel::maxTrend);
    QCOMPARE(medians.last(), QVariant(50.0));
    QCOMPARE(medians.at(medians.size() - 2), QVariant(40.0));
    QCOMPARE(medians.first(), QVariant(12.0));
    QVERIFY(at(model, 0, SmokeTableModel::Trend, Qt::AccessibleTextRole).toString().contains(u"30 run(s): 12 ms … 50 ms"_s));
}

QTEST_GUILESS_MAIN(SmokeTableTest)
#include "tst_smoke_table.moc"
