#include "ui/widgets/column_fit.h"

#include <QTest>
#include <numeric>

using pivotal::ui::FitColumn;
using pivotal::ui::fitColumns;

class ColumnFitTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fillsTheSpace();
    void elasticColumnsGiveWayFirst();
    void thenTheLeastImportantIsHidden();
    void oneColumnAlwaysStays();
};

namespace {

const QList<FitColumn> columns{{200, 100, 90}, {100, 100, 50}, {150, 80, 20}, {60, 60, 10}};

int sum(const QList<int> &widths)
{
    return std::accumulate(widths.begin(), widths.end(), 0);
}

} // namespace

void ColumnFitTest::fillsTheSpace()
{
    const QList<int> widths = fitColumns(columns, 1'000);
    QCOMPARE(sum(widths), 1'000);
    QCOMPARE(widths.at(1), 100); // rigid
    QVERIFY(widths.at(0) > 200 && widths.at(2) > 150);
}

void ColumnFitTest::elasticColumnsGiveWayFirst()
{
    const QList<int> widths = fitColumns(columns, 460); // 50 too few: the least important elastic one gives
    QCOMPARE(widths, (QList<int>{200, 100, 100, 60}));
}

void ColumnFitTest::thenTheLeastImportantIsHidden()
{
    const QList<int> widths = fitColumns(columns, 320); // 340 is the least
    QCOMPARE(widths.at(3), 0);
    QCOMPARE(widths.at(1), 100);
    QCOMPARE(sum(widths), 320);
}

void ColumnFitTest::oneColumnAlwaysStays()
{
    const QList<int> widths = fitColumns(columns, 10);
    QVERIFY(widths.at(0) > 0);
    QCOMPARE(std::count_if(widths.begin(), widths.end(), [](int width) { return width > 0; }), 1);
}

QTEST_GUILESS_MAIN(ColumnFitTest)
#include "tst_column_fit.moc"
