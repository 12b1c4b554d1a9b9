#include "ui/performance/smoke_table.h"

#include "models/smoke_table_model.h"
#include "ui/performance/samples_delegate.h"
#include "ui/performance/smoke_header.h"
#include "ui/performance/target_delegate.h"
#include "ui/performance/trend_delegate.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_fit.h"

namespace pivotal::ui {

namespace {

using Model = models::SmokeTableModel;

constexpr int leastCase = 185;
constexpr int samplesWidth = 280;
constexpr int leastSamples = 170;
constexpr int trendWidth = 110;
constexpr int leastTrend = 70;

/// The lowest goes first: what the tool tips and the distribution say too.
int importanceOf(int column)
{
    switch (column) {
    case Model::P99: return 0;
    case Model::Trend: return 1;
    case Model::TargetMedian: return 2;
    case Model::Difference: return 3;
    case Model::TargetP95: return 4;
    case Model::Samples: return 5;
    case Model::Median: return 6;
    case Model::P95: return 7;
    case Model::Result: return 8;
    default: return 9;
    }
}

} // namespace

SmokeTable::SmokeTable(models::SmokeTableModel *model, QWidget *parent) : PlainTable(tr("Cases of the smoke test"), parent, new SmokeHeader)
{
    setModel(model);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // columns fit, or are hidden
    setEditTriggers(DoubleClicked | EditKeyPressed);
    auto *targets = new TargetDelegate(cells(), this);
    setItemDelegateForColumn(Model::TargetMedian, targets);
    setItemDelegateForColumn(Model::TargetP95, targets);
    setItemDelegateForColumn(Model::Samples, new SamplesDelegate(cells(), this));
    setItemDelegateForColumn(Model::Trend, new TrendDelegate(cells(), this));
    connect(model, &QAbstractItemModel::modelReset, this, &SmokeTable::fitColumns);
    connect(model, &QAbstractItemModel::rowsInserted, this, &SmokeTable::fitColumns);
    connect(model, &QAbstractItemModel::dataChanged, this, &SmokeTable::fitColumns);
}

void SmokeTable::fitColumns()
{
    QList<int> all;
    QList<FitColumn> columns;
    for (int column = 0; column < Model::ColumnCount; ++column) {
        const int natural = qMax(header()->widthOf(column), sizeHintForColumn(column));
        FitColumn fit{natural, natural, importanceOf(column)};
        if (column == Model::Case)
            fit.minimum = qMin(natural, leastCase);
        else if (column == Model::Samples)
            fit = {samplesWidth, leastSamples, fit.importance};
        else if (column == Model::Trend)
            fit = {trendWidth, leastTrend, fit.importance};
        all << column;
        columns << fit;
    }
    header()->fit(all, columns, viewport()->width());
}

void SmokeTable::resizeEvent(QResizeEvent *event)
{
    PlainTable::resizeEvent(event);
    fitColumns();
}

} // namespace pivotal::ui
