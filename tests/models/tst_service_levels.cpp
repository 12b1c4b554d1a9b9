#include "models/metric_series.h"
#include "models/service_levels_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;
using namespace pivotal::models;
using metrics::Budget;
using metrics::Budgets;
using metrics::Sample;
using Column = ServiceLevelsModel::Column;

/// Operations against their budgets.
class ServiceLevelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void budgetsAreTheSeedsUntilTheyAreSet();
    void aLineForEachOperation();
    void anOverdrawnErrorBudgetIsSaid();
    void budgetsCanBeEdited();
    void rowsStayWhereTheyAre();
    void failuresAreOfTheOperation();
};

namespace {

const QString listUsers = u"users.listUsers"_s;
const QString other = u"users.count"_s;

/// So many calls of 10 ms, and so many of a second.
Sample sampleOf(int fast, int slow, const QString &operation = listUsers)
{
    Sample sample;
    sample.at = {1'760'000'000'000};
    sample.lengthMs = 1'000;
    for (int i = 0; i < fast + slow; ++i)
        sample.operations[operation].durations.record(i < fast ? 10 : 1'000);
    return sample;
}

QString textAt(const ServiceLevelsModel &model, const QString &operation, Column column)
{
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.operationAt(row) == operation)
            return model.index(row, column).data().toString();
    return {};
}

QModelIndex cellOf(const ServiceLevelsModel &model, const QString &operation, Column column)
{
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.operationAt(row) == operation)
            return model.index(row, column);
    return {};
}

} // namespace

void ServiceLevelsTest::budgetsAreTheSeedsUntilTheyAreSet()
{
    Budgets budgets;
    QCOMPARE(budgets.of(listUsers), std::optional(Budget{200, 500}));
    QVERIFY(!budgets.of(other));
    budgets.set(other, {5, 10});
    budgets.set(listUsers, {});
    QVERIFY(!budgets.of(listUsers)); // taken away
    QVERIFY(budgets.operations().contains(other));
    QVERIFY(!budgets.operations().contains(listUsers));
    QCOMPARE(Budgets(budgets.changed()), budgets); // as it is kept
    budgets.set(listUsers, {200, 0});
    QVERIFY(!budgets.p95Of(listUsers)); // and so no service level
    for (const Series &each : seriesOf(Metric::ServiceLevel, {sampleOf(1, 0)}, {}, budgets))
        QVERIFY(each.name != listUsers);
    budgets.set(listUsers, {200, 500});
    QCOMPARE(budgets.changed().keys(), QStringList{other}); // the seed's own isn't a change
}

void ServiceLevelsTest::aLineForEachOperation()
{
    const Budgets budgets;
    const auto series = seriesOf(Metric::ServiceLevel, {sampleOf(90, 10)}, {}, budgets);
    QCOMPARE(series.size(), budgets.operations().size());
    for (const Series &each : series) {
        QCOMPARE(each.points.size(), each.name == listUsers ? 1 : 0); // nothing is known of those that didn't run
        if (each.name == listUsers)
            QCOMPARE(each.points.first().y(), 90.0);
    }
}

void ServiceLevelsTest::anOverdrawnErrorBudgetIsSaid()
{
    ServiceLevelsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTotal(sampleOf(99, 1)); // 1 % over, of 5 % that may be
    QCOMPARE(textAt(model, listUsers, Column::Within), u"99.0 %"_s);
    QCOMPARE(textAt(model, listUsers, Column::ErrorBudget), u"80.0 % left"_s);
    QCOMPARE(cellOf(model, listUsers, Column::ErrorBudget).data(BadgeRole).toInt(), int(BadgeKind::Good));
    QVERIFY(model.overdrawn().isEmpty());
    model.setTotal(sampleOf(90, 10)); // twice as many as may be
    QCOMPARE(textAt(model, listUsers, Column::ErrorBudget), u"overdrawn, 2.0 × spent"_s);
    QCOMPARE(cellOf(model, listUsers, Column::ErrorBudget).data(BadgeRole).toInt(), int(BadgeKind::Bad));
    QCOMPARE(model.overdrawn(), QStringList{listUsers});
    QVERIFY(!cellOf(model, listUsers, Column::Median).data(BadgeRole).isValid());
    model.setBudgets(Budgets({{listUsers, {5, 500}}}));
    QCOMPARE(cellOf(model, listUsers, Column::Median).data(BadgeRole).toInt(), int(BadgeKind::Bad)); // 10 ms
    QCOMPARE(textAt(model, u"audit.listEvents"_s, Column::ErrorBudget), u"—"_s);                     // it didn't run
    QVERIFY(!cellOf(model, u"audit.listEvents"_s, Column::ErrorBudget).data(BadgeRole).isValid());
}

void ServiceLevelsTest::budgetsCanBeEdited()
{
    ServiceLevelsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTotal(sampleOf(90, 10, other));
    QSignalSpy edited(&model, &ServiceLevelsModel::budgetsEdited);
    QVERIFY(!model.setData(cellOf(model, other, Column::BudgetP95), u"soon"_s, Qt::EditRole));
    QVERIFY(!model.setData(cellOf(model, other, Column::BudgetP95), -1, Qt::EditRole));
    QVERIFY(!model.setData(cellOf(model, other, Column::Within), 5, Qt::EditRole));
    QVERIFY(edited.isEmpty());
    QVERIFY(model.setData(cellOf(model, other, Column::BudgetP95), 20, Qt::EditRole));
    QCOMPARE(edited.size(), 1);
    QCOMPARE(model.budgets().of(other), std::optional(Budget{0, 20}));
    QCOMPARE(textAt(model, other, Column::Within), u"90.0 %"_s);
    QVERIFY(model.setData(cellOf(model, listUsers, Column::BudgetP95), 0, Qt::EditRole));
    QVERIFY(model.setData(cellOf(model, listUsers, Column::BudgetMedian), 0, Qt::EditRole));
    QVERIFY(!textAt(model, listUsers, Column::Operation).isEmpty()); // where it can be given one again
}

/// A cell whose budget is being edited isn't told of new statistics, and its row stays.
void ServiceLevelsTest::rowsStayWhereTheyAre()
{
    ServiceLevelsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTotal(sampleOf(1, 0));
    const QPersistentModelIndex edited = cellOf(model, listUsers, Column::BudgetP95);
    bool isTouched = false;
    connect(&model, &QAbstractItemModel::dataChanged, this, [&](const QModelIndex &first, const QModelIndex &last) {
        isTouched |= first.column() <= Column::BudgetP95 && last.column() >= Column::BudgetMedian;
    });
    model.setTotal(sampleOf(5, 0));
    QCOMPARE(textAt(model, listUsers, Column::Calls), u"5"_s);
    const int rows = model.rowCount();
    model.setTotal(sampleOf(5, 0, other));
    QCOMPARE(model.rowCount(), rows + 1);
    QVERIFY(edited.isValid());
    QCOMPARE(model.operationAt(edited.row()), listUsers);
    model.setTotal(sampleOf(5, 0));
    QCOMPARE(model.rowCount(), rows);
    QVERIFY(!isTouched);
    model.setBudgets(Budgets({{listUsers, {1, 2}}}));
    QVERIFY(isTouched);
}

void ServiceLevelsTest::failuresAreOfTheOperation()
{
    Sample failing = sampleOf(1, 0);
    failing.operations[listUsers].errors = 2;
    failing.operations[other].retries = 3;
    const QList<Sample> samples{sampleOf(1, 0), failing};
    QCOMPARE(failuresOf(samples, listUsers), (QList<Failures>{{failing.at.msecs, 2, 0, listUsers}}));
    QCOMPARE(failuresOf(samples, {}), (QList<Failures>{{failing.at.msecs, 2, 3, u"users.count, users.listUsers"_s}}));
    QVERIFY(failuresOf(samples, u"audit.listEvents"_s).isEmpty());
}

QTEST_GUILESS_MAIN(ServiceLevelsTest)
#include "tst_service_levels.moc"
