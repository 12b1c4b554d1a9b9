#include "ui/plans/plan_tree.h"

#include "ui/plans/plan_delegate.h"
#include "ui/widgets/table_header.h"

namespace pivotal::ui {

using models::PlanTreeModel;

namespace {

constexpr int indent = 18;
constexpr int narrowNode = 240;
constexpr int barColumn = 100;                       ///< px that a bar can tell something in
constexpr int importances[] = {100, 90, 80, 60, 30}; // of the model's columns

} // namespace

PlanTree::PlanTree(QWidget *parent) : QTreeView(parent), m_model(new PlanTreeModel(this)), m_header(new TableHeader(this))
{
    setHeader(m_header);
    setModel(m_model);
    setItemDelegate(new PlanDelegate(this));
    setAccessibleName(tr("Nodes of the plan"));
    setUniformRowHeights(true);
    setIndentation(indent);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    m_header->setSectionResizeMode(QHeaderView::Fixed);
}

void PlanTree::setPlan(const plans::Plan &plan, const QList<plans::PlanProblem> &problems)
{
    m_model->setPlan(plan, problems);
    expandAll();
    fit();
    select(problems.isEmpty() ? QList<int>() : problems.first().path);
}

void PlanTree::select(const QList<int> &path)
{
    const QModelIndex index = m_model->indexOf(path);
    setCurrentIndex(index);
    scrollTo(index);
}

void PlanTree::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fit();
}

int PlanTree::widthOf(int column, const QModelIndex &parent, int depth) const
{
    int widest = qMax(m_header->widthOf(column), column == PlanTreeModel::Time || column == PlanTreeModel::Rows ? barColumn : 0);
    for (int row = 0; row < m_model->rowCount(parent); ++row) {
        const int cell = itemDelegate()->sizeHint({}, m_model->index(row, column, parent)).width();
        widest = qMax(widest, cell + (column == PlanTreeModel::Node ? depth * indent : 0));
        widest = qMax(widest, widthOf(column, m_model->index(row, 0, parent), depth + 1));
    }
    return widest;
}

void PlanTree::fit()
{
    const bool isAnalyzed = m_model->plan().isAnalyzed;
    QList<int> shown;
    QList<FitColumn> columns;
    for (int column = 0; column < PlanTreeModel::ColumnCount; ++column) {
        if (!isAnalyzed && (column == PlanTreeModel::Rows || column == PlanTreeModel::Buffers))
            continue;
        const int natural = widthOf(column, {}, 1);
        const int minimum = column == PlanTreeModel::Node ? qMin(narrowNode, natural - 1) : natural;
        columns << FitColumn{natural, minimum, importances[column]};
        shown << column;
    }
    m_header->fit(shown, columns, viewport()->width());
}

} // namespace pivotal::ui
