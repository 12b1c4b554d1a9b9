#include "models/indexes_model.h"
#include "models/plan_text.h"
#include "models/plan_tree_model.h"
#include "repo/plans/row_counts.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;

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
    PlanNode scan = node(u"Seq Scan"_s, 90, 41'000, 1'000);
    scan.relation = u"audit_logs"_s;
    scan.alias = u"a"_s;
    scan.rowsRemoved = 59'000;
    scan.sharedHit = 30;
    scan.sharedRead = 70;
    PlanNode never = node(u"Index Scan"_s, 0, 0, 10);
    never.index = u"users_pkey"_s;
    never.relation = u"users"_s;
    never.alias = u"users"_s;
    never.loops = 0;
    plans::Plan plan;
    plan.root = node(u"Hash Join"_s, 10, 50, 600, {scan, node(u"Hash"_s, 0, 1, 1, {never})});
    plan.root.joinType = u"Left"_s;
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
    QCOMPARE(root.data().toString(), u"Hash Left Join"_s);
    QCOMPARE(model.rowCount(root), 2);
    QCOMPARE(model.index(0, 0, root).data().toString(), u"Seq Scan on audit_logs a"_s);
    const QModelIndex deepest = model.indexOf({1, 0});
    QCOMPARE(deepest.data().toString(), u"Index Scan using users_pkey on users"_s);
    QCOMPARE(model.pathOf(deepest), (QList<int>{1, 0}));
    QCOMPARE(deepest.parent().parent(), root);
    QCOMPARE(model.nodeOf(deepest).index, u"users_pkey"_s);
}

void PlanTreeModelTest::heatIsTheShareOfThePlan()
{
    PlanTreeModel model;
    model.setPlan(joinPlan(), {});
    const auto heat = [&](const QList<int> &path, int column) {
        return model.indexOf(path).siblingAtColumn(column).data(PlanTreeModel::HeatRole).toDouble();
    };
    QCOMPARE(heat({0}, PlanTreeModel::Time), 0.9);
    QCOMPARE(heat({}, PlanTreeModel::Time), 0.1);
    QCOMPARE(heat({0}, PlanTreeModel::Rows), 1.0);
    QVERIFY(!model.indexOf({0}).siblingAtColumn(PlanTreeModel::Buffers).data(PlanTreeModel::HeatRole).isValid());
    QCOMPARE(model.indexOf({1, 0}).siblingAtColumn(PlanTreeModel::Time).data().toString(), u"never run"_s);
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Buffers).data().toString(), u"100"_s);
}

void PlanTreeModelTest::estimatesStandAgainstWhatCame()
{
    PlanTreeModel model;
    model.setPlan(joinPlan(), {});
    const auto factor = [&](const QList<int> &path) {
        return model.indexOf(path).siblingAtColumn(PlanTreeModel::Estimated).data(PlanTreeModel::FactorRole).toDouble();
    };
    QCOMPARE(rowFactorText(factor({0})), u"× 41 more"_s);
    QCOMPARE(rowFactorText(factor({})), u"× 12 fewer"_s);
    QCOMPARE(rowFactorText(factor({1})), QString()); // as expected
    QCOMPARE(factor({1, 0}), 0.0);                   // never run: nothing was measured
    QCOMPARE(rowFactorText(2.5), u"× 2.5 more"_s);
    PlanNode looped = node(u"Index Scan"_s, 1, 300, 1);
    looped.loops = 300;
    QCOMPARE(plans::rowFactor(looped), 1.0); // both of all loops
}

void PlanTreeModelTest::withoutAnalyzeItIsCost()
{
    plans::Plan plan = joinPlan();
    plan.isAnalyzed = false;
    PlanTreeModel model;
    model.setPlan(plan, {});
    QCOMPARE(model.headerData(PlanTreeModel::Time, Qt::Horizontal).toString(), u"Own cost"_s);
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Time).data().toString(), u"900.0"_s);
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Time).data(PlanTreeModel::HeatRole).toDouble(), 0.9);
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Estimated).data(PlanTreeModel::HeatRole).toDouble(), 1.0);
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Rows).data().toString(), u"—"_s);
    QCOMPARE(model.indexOf({0}).siblingAtColumn(PlanTreeModel::Estimated).data(PlanTreeModel::FactorRole).toDouble(), 0.0);
}

void PlanTreeModelTest::problemsStandAtTheirNodes()
{
    PlanTreeModel model;
    model.setPlan(joinPlan(), {problem(plans::ProblemKind::SeqScan, {0}, 0.9, u"Seq scan, 100 k rows"_s),
                               problem(plans::ProblemKind::Misestimate, {0}, 0.9, u"41 k rows, 1 k expected"_s),
                               problem(plans::ProblemKind::Sort, {1}, 0.1, u"Sort"_s)});
    const QModelIndex scan = model.indexOf({0});
    QCOMPARE(scan.data(PlanTreeModel::ProblemsRole).toStringList().size(), 2);
    QCOMPARE(scan.data(PlanTreeModel::WorstProblemRole).toInt(), int(BadgeKind::Bad));
    QVERIFY(scan.data(PlanTreeModel::IsMisestimateRole).toBool());
    QVERIFY(scan.data(Qt::AccessibleTextRole).toString().contains(u"Seq scan, 100 k rows"_s));
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
    QCOMPARE(model.indexOf({0}).data().toString(), u"Seq Scan on audit_logs a"_s);
    plans::Plan other;
    other.root = node(u"Result"_s, 1, 1, 1);
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
    QCOMPARE(ratioText(214'880, 92), u"× 2,336 less"_s);
    QCOMPARE(ratioText(10, 15), u"× 1.5 more"_s);
    QCOMPARE(ratioText(100, 101), u"the same"_s);
    QCOMPARE(ratioText(100, 0), u"none left"_s);
    QCOMPARE(ratioText(0, 100), u"none before"_s);
}

void PlanTreeModelTest::indexesSortAndFilterByTheirValues()
{
    IndexesModel model;
    IndexesFilter filter;
    filter.setSourceModel(&model);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    constexpr qint64 mb = 1024 * 1024;
    model.setIndexes({indexInfo(u"b"_s, u"users"_s, IndexState::Present, 9 * mb),
                      indexInfo(u"a"_s, u"users"_s, IndexState::Present, 1'200 * mb),
                      indexInfo(u"c"_s, u"roles"_s, IndexState::Missing, 0)});
    filter.sort(IndexesModel::Size, Qt::DescendingOrder);
    QCOMPARE(filter.index(0, IndexesModel::Size).data().toString(), u"1.2 GB"_s);
    QCOMPARE(filter.index(2, IndexesModel::Size).data().toString(), u"—"_s);
    QCOMPARE(filter.index(2, IndexesModel::State).data(BadgeRole).toInt(), int(BadgeKind::Warning));
    filter.setWanted({IndexState::Present}, {});
    QCOMPARE(filter.rowCount(), 2);
    filter.setWanted({IndexState::Present}, u"roles"_s);
    QCOMPARE(filter.rowCount(), 0);
    filter.setWanted({}, u"roles"_s);
    QCOMPARE(filter.index(0, IndexesModel::Name).data().toString(), u"c"_s);
    QList<IndexInfo> all = model.indexes();
    QCOMPARE(indexesSummary(all, all), u"3 indexes · 1 missing · 1.2 GB"_s);
    QCOMPARE(indexesSummary(all, {all.at(0), all.at(2)}), u"2 of 3 indexes · 1 of 1 missing · 9.0 MB of 1.2 GB"_s);
    QCOMPARE(indexesSummary(all, {}), u"0 of 3 indexes · 0 of 1 missing · 0 bytes of 1.2 GB"_s);
    all[0].state = IndexState::Invalid;
    QCOMPARE(indexesSummary(all, all), u"3 indexes · 2 missing, 1 of them invalid · 1.2 GB"_s);
    QCOMPARE(indexesSummary({}, {}), QString());
}

void PlanTreeModelTest::onlyMigrationsAreAppliedAndRolledBack()
{
    IndexInfo info = indexInfo(u"a"_s, u"users"_s, IndexState::Missing, 0);
    QVERIFY(!canApply(info) && !canRollBack(info));
    info.migration = u"002_a"_s;
    QVERIFY(canApply(info) && !canRollBack(info));
    info.state = IndexState::Invalid;
    QVERIFY(canApply(info) && canRollBack(info));
    info.state = IndexState::Redundant;
    QVERIFY(!canApply(info) && canRollBack(info));
}

QTEST_MAIN(PlanTreeModelTest)
#include "tst_plan_tree_model.moc"
