#include "ui/indexes/index_table.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_fit.h"

#include <QHeaderView>

namespace pivotal::ui {

using models::IndexesModel;

namespace {

constexpr int rowPixels = 30;
constexpr int headerHeight = 32;
constexpr int headerPadding = 42; // with the sort arrow

} // namespace

IndexTable::IndexTable(QWidget *parent)
    : QTableView(parent), m_indexes(new IndexesModel(this)), m_filter(new models::IndexesFilter(this)), m_cells(new CellDelegate(this))
{
    m_filter->setSourceModel(m_indexes);
    setModel(m_filter);
    setItemDelegate(m_cells);
    setAccessibleName(tr("Indexes"));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(rowPixels);
    horizontalHeader()->setFixedHeight(headerHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(40);
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); // as they come: by table and name
    setSortingEnabled(true);
    connect(this, &QTableView::entered, this, [this](const QModelIndex &index) {
        m_cells->setHoveredRow(index.row());
        viewport()->update();
    });
}

void IndexTable::setIndexes(const QList<IndexInfo> &indexes)
{
    const IndexInfo *kept = current();
    const QString name = kept ? kept->name : QString();
    m_indexes->setIndexes(indexes);
    fit();
    keepCurrent(name);
}

void IndexTable::setWanted(const QList<IndexState> &states, const QString &table)
{
    const IndexInfo *kept = current();
    const QString name = kept ? kept->name : QString();
    m_filter->setWanted(states, table);
    keepCurrent(name);
}

/// Else the first one: details of what isn't in the list would pass for a row's that is.
void IndexTable::keepCurrent(const QString &name)
{
    if (!select(name) && m_filter->rowCount() > 0)
        selectRow(0);
    Q_EMIT currentIndexChanged();
    Q_EMIT selectedChanged();
}

bool IndexTable::select(const QString &name)
{
    for (int row = 0; row < m_filter->rowCount(); ++row)
        if (m_filter->index(row, 0).data(models::RowIdRole).toString() == name) {
            selectRow(row);
            scrollTo(m_filter->index(row, 0));
            return true;
        }
    return false;
}

const IndexInfo *IndexTable::current() const
{
    const QModelIndex index = m_filter->mapToSource(currentIndex());
    return index.isValid() ? &m_indexes->at(index.row()) : nullptr;
}

QList<IndexInfo> IndexTable::selected() const
{
    QList<IndexInfo> infos;
    const QModelIndexList rows = selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        infos << m_indexes->at(m_filter->mapToSource(row).row());
    return infos;
}

void IndexTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fit();
}

void IndexTable::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    m_cells->setHoveredRow(-1);
    viewport()->update();
}

void IndexTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentIndexChanged();
}

void IndexTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT selectedChanged();
}

int IndexTable::headerWidth(int column) const
{
    QFont bold = font();
    bold.setPixelSize(12);
    bold.setWeight(QFont::DemiBold);
    return QFontMetrics(bold).horizontalAdvance(m_indexes->headerData(column, Qt::Horizontal).toString()) + headerPadding;
}

void IndexTable::fit()
{
    QList<FitColumn> columns;
    for (int column = 0; column < IndexesModel::ColumnCount; ++column) {
        const models::ColumnHint hint = m_indexes->columnHint(column);
        int natural = headerWidth(column);
        for (int row = 0; row < m_indexes->rowCount(); ++row)
            natural = qMax(natural, m_cells->sizeHint({}, m_indexes->index(row, column)).width());
        const int narrow = fontMetrics().horizontalAdvance(hint.minimum) + 2 * CellDelegate::padding;
        columns << FitColumn{natural, hint.minimum.isEmpty() ? natural : qMin(natural, qMax(narrow, headerWidth(column))), hint.importance};
    }
    const QList<int> widths = fitColumns(columns, viewport()->width());
    for (int column = 0; column < IndexesModel::ColumnCount; ++column) {
        setColumnHidden(column, widths.at(column) == 0);
        if (widths.at(column) > 0)
            setColumnWidth(column, widths.at(column));
    }
}

} // namespace pivotal::ui
