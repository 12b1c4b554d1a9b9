#include "models/indexes_model.h"
#include "models/plan_text.h"
#include "models/plan_tree_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace pivotal;
using namespace pivotal::models;
using plans::PlanNode;

namespace {

PlanNode node(const QString &type, double selfMs, double rows, double planRows, const QList<PlanNode> &children = {})
{
    PlanNode node;
    node.type = type;
    node.loops = 1;
    node.selfMs = selfMs;
    node.totalMs = selfMs;
    node.selfCost = selfMs * 10;
    node.totalCost = selfMs * 10;
    for (const PlanNode &child : children) {
        node.totalMs += child.totalMs;
        node.totalCost += child.totalCost;
    }
    node.actualRows = rows;
    node.planRows = planRows;
    node.children = children;
    return node;
}

/// A join of a scan that takes nearly all the time and of one that never ran.
plans::Plan joinPlan()
{
    PlanNode scan = node(QStringLiteral("Seq Scan"), 90, 41'000, 1'000);
    scan.relation = QStringLiteral("audit_logs");
    scan.alias = QStringLiteral("a");
    scan.rowsRemoved = 59'000;
    scan.sharedHit = 30;
    scan.sharedRead = 70;
    PlanNode never = node(QStringLiteral("Index Scan"), 0, 0, 10);
    never.index = QStringLiteral("users_pkey");
    never.relation = QStringLiteral("users");
    never.alias = QStringLiteral("users");
    never.loops = 0;
    plans::Plan plan;
    plan.root = node(QStringLiteral("Hash Join"), 10, 50, 600, {scan, node(QStringLiteral("Hash"), 0, 1, 1, {never})});
    plan.root.joinType = QStringLiteral("Left");
    plan.root.sharedHit = 30;
    plan.root.sharedRead = 70;
    plan.executionMs = 101;
    plan.isAnalyzed = true;
    return plan;
}

plans::PlanProblem problem(plans::ProblemKind kind, const QList<int> &path, double share, const QString &text)
{
    plans::PlanProblem problem;
    problem.kind = kind;
    problem.path = path;
    problem.share = share;
    problem.text = text;
    return problem;
}

IndexInfo indexInfo(const QString &name, const QString &table, IndexState state, qint64 size)
{
    IndexInfo info;
    info.name = name;
    info.table = table;
    info.state = state;
    info.sizeBytes = size;
    return info;
}

} // namespace

class PlanTreeModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isATreeOfTheNodes();
    void heatIsTheShareOfThePlan();
    void estimatesStandAgainstWhatCame();
    void withoutAnalyzeItIsCost();
    void problemsStandAtTheirNodes();
    void anotherPlanReplacesIt();
    void totalsAddUp();
    void ratiosAreInWords();
    void indexesSortAndFilterByTheirValues();
    void onlyMigrationsAreAppliedAndRolledBack();
};

void PlanTreeModelTest::isATreeOfTheNodes()
{
    PlanTreeModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.setPlan(joinPlan(), {});
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex root = model.index(0, 0);
    QCOMPARE(root.data().toString(), QStringLiteral("Hash Left Join"));
    QCOMPARE(model.rowCount(root), 2);
    QCOMPARE(model.index(0, 0, root).data().toString(), QStringLiteral("Seq Scan on audit_logs a"));
    const QModelIndex deepest = model.indexOf({1, 0});
    QCOMPARE(deepest.data().toString(), QStringLiteral("Index Scan using users_pkey on users"));
    QCOMPARE(model.pathOf(deepest), (QList<int>{1, 0}));
    QCOMPARE(deepest.parent().parent(), root);
    QCOMPARE(model.nodeOf(deepest).index, QStringLiteral("users_pkey"));
}

void PlanTreeModelTest::heatIsTheShareOfThePlan()
{
    PlanTreeModel model;
    model.setPlan(joinPlan(), {});
    const auto heat = [&](const QList<int> &path, int column) { return model.indexOf(path).siblingAtColumn(column).data(PlanTreeModel::HeatRole).toDouble(); };
    QCOMPARE(heat({0}, PlanTreeModel::Time), 0.9);
    QCOMPARE(heat({}, PlanTreeModel::Time), 0.1);
    QCOMPARE(heat({0}, PlanTreeModel::Rows), 1.0);
    QVERIFY(!model.indexOf({0}).siblingAtColumn(PlanTreeModel::Buffers).data(PlanTreeModel::HeatRole).isValid());
    QCOMPARE(model.indexOf({1, 0}).siblingAtColumn(PlanTreeModel::Time).data().toString(), QStringLiteral("never run"));
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Buffers).data().toString(), QStringLiteral("100"));
}

void PlanTreeModelTest::estimatesStandAgainstWhatCame()
{
    PlanTreeModel model;
    model.setPlan(joinPlan(), {});
    const auto factor = [&](const QList<int> &path) { return model.indexOf(path).siblingAtColumn(PlanTreeModel::Estimated).data(PlanTreeModel::FactorRole).toDouble(); };
    QCOMPARE(rowFactorText(factor({0})), QStringLiteral("× 41 more"));
    QCOMPARE(rowFactorText(factor({})), QStringLiteral("× 12 fewer"));
    QCOMPARE(rowFactorText(factor({1})), QString()); // as expected
    QCOMPARE(factor({1, 0}), 0.0);                   // never run: nothing was measured
    QCOMPARE(rowFactorText(2.5), QStringLiteral("× 2.5 more"));
    PlanNode looped = node(QStringLiteral("Index Scan"), 1, 300, 1);
    looped.loops = 300;
    QCOMPARE(rowFactor(looped), 1.0); // both of all loops
}

void PlanTreeModelTest::withoutAnalyzeItIsCost()
{
    plans::Plan plan = joinPlan();
    plan.isAnalyzed = false;
    PlanTreeModel model;
    model.setPlan(plan, {});
    QCOMPARE(model.headerData(PlanTreeModel::Time, Qt::Horizontal).toString(), QStringLiteral("Own cost"));
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Time).data().toString(), QStringLiteral("900.0"));
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Time).data(PlanTreeModel::HeatRole).toDouble(), 0.9);
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Estimated).data(PlanTreeModel::HeatRole).toDouble(), 1.0);
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Rows).data().toString(), QStringLiteral("—"));
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Estimated).data(PlanTreeModel::FactorRole).toDouble(), 0.0);
}

void PlanTreeModelTest::problemsStandAtTheirNodes()
{
    PlanTreeModel model;
    model.setPlan(joinPlan(), {problem(plans::ProblemKind::SeqScan, {0}, 0.9, QStringLiteral("Seq scan, 100 k rows")),
                               problem(plans::ProblemKind::Misestimate, {0}, 0.9, QStringLiteral("41 k rows, 1 k expected")),
                               problem(plans::ProblemKind::Sort, {1}, 0.1, QStringLiteral("Sort"))});
    const QModelIndex scan = model.indexOf({0});
    QCOMPARE(scan.data(PlanTreeModel::ProblemsRole).toStringList().size(), 2);
    QCOMPARE(scan.data(PlanTreeModel::WorstProblemRole).toInt(), int(BadgeKind::Bad));
    QVERIFY(scan.data(PlanTreeModel::IsMisestimateRole).toBool());
    QVERIFY(scan.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Seq scan, 100 k rows")));
    QCOMPARE(model.indexOf({1}).data(PlanTreeModel::WorstProblemRole).toInt(), int(BadgeKind::Warning));
    QVERIFY(!model.indexOf({}).data(PlanTreeModel::WorstProblemRole).isValid());
}

void PlanTreeModelTest::anotherPlanReplacesIt()
{
    PlanTreeModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    {
        plans::Plan plan = joinPlan();
        model.setPlan(plan, {});
        plan.root.children.clear(); // the model's is its own
    }
    QCOMPARE(model.indexOf({0}).data().toString(), QStringLiteral("Seq Scan on audit_logs a"));
    plans::Plan other;
    other.root = node(QStringLiteral("Result"), 1, 1, 1);
    model.setPlan(other, {});
    QCOMPARE(model.rowCount(model.index(0, 0)), 0);
    model.setPlan({}, {});
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.indexOf({}).isValid());
}

void PlanTreeModelTest::totalsAddUp()
{
    const PlanTotals totals = totalsOf(joinPlan());
    QCOMPARE(totals.cost, 1'000.0);
    QCOMPARE(totals.ms, 101.0);
    QCOMPARE(totals.rowsRead, 100'000.0); // those removed were read as well
    QCOMPARE(totals.buffers, 100.0);
    QCOMPARE(totals.fromCache, 0.3);
}

void PlanTreeModelTest::ratiosAreInWords()
{
    QCOMPARE(ratioText(214'880, 92), QStringLiteral("× 2,336 less"));
    QCOMPARE(ratioText(10, 15), QStringLiteral("× 1.5 more"));
    QCOMPARE(ratioText(100, 101), QStringLiteral("the same"));
    QCOMPARE(ratioText(100, 0), QStringLiteral("none left"));
    QCOMPARE(ratioText(0, 100), QStringLiteral("none before"));
}

void PlanTreeModelTest::indexesSortAndFilterByTheirValues()
{
    IndexesModel model;
    IndexesFilter filter;
    filter.setSourceModel(&model);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    constexpr qint64 mb = 1024 * 1024;
    model.setIndexes({indexInfo(QStringLiteral("b"), QStringLiteral("users"), IndexState::Present, 9 * mb),
                      indexInfo(QStringLiteral("a"), QStringLiteral("users"), IndexState::Present, 1'200 * mb),
                      indexInfo(QStringLiteral("c"), QStringLiteral("roles"), IndexState::Missing, 0)});
    filter.sort(IndexesModel::Size, Qt::DescendingOrder);
    QCOMPARE(filter.index(0, IndexesModel::Size).data().toString(), QStringLiteral("1.2 GB"));
    QCOMPARE(filter.index(2, IndexesModel::Size).data().toString(), QStringLiteral("—"));
    QCOMPARE(filter.index(2, IndexesModel::State).data(BadgeRole).toInt(), int(BadgeKind::Warning));
    filter.setWanted({IndexState::Present}, {});
    QCOMPARE(filter.rowCount(), 2);
    filter.setWanted({IndexState::Present}, QStringLiteral("roles"));
    QCOMPARE(filter.rowCount(), 0);
    filter.setWanted({}, QStringLiteral("roles"));
    QCOMPARE(filter.index(0, IndexesModel::Name).data().toString(), QStringLiteral("c"));
    QList<IndexInfo> all = model.indexes();
    QCOMPARE(indexesSummary(all, all), QStringLiteral("3 indexes · 1 missing · 1.2 GB"));
    QCOMPARE(indexesSummary(all, {all.at(0), all.at(2)}), QStringLiteral("2 of 3 indexes · 1 of 1 missing · 9.0 MB of 1.2 GB"));
    QCOMPARE(indexesSummary(all, {}), QStringLiteral("0 of 3 indexes · 0 of 1 missing · 0 bytes of 1.2 GB"));
    all[0].state = IndexState::Invalid;
    QCOMPARE(indexesSummary(all, all), QStringLiteral("3 indexes · 2 missing, 1 of them invalid · 1.2 GB"));
    QCOMPARE(indexesSummary({}, {}), QString());
}

void PlanTreeModelTest::onlyMigrationsAreAppliedAndRolledBack()
{
    IndexInfo info = indexInfo(QStringLiteral("a"), QStringLiteral("users"), IndexState::Missing, 0);
    QVERIFY(!canApply(info) && !canRollBack(info));
    info.migration = QStringLiteral("002_a");
    QVERIFY(canApply(info) && !canRollBack(info));
    info.state = IndexState::Invalid;
    QVERIFY(canApply(info) && canRollBack(info));
    info.state = IndexState::Redundant;
    QVERIFY(!canApply(info) && canRollBack(info));
}

QTEST_MAIN(PlanTreeModelTest)
#include "tst_plan_tree_model.moc"
