#include "ui/server/server_table.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_fit.h"

#include <QHeaderView>
#include <QScrollBar>

namespace pivotal::ui {

namespace {

constexpr int rowPixels = 30;
constexpr int headerHeight = 32;
constexpr int headerPadding = 36; ///< with room for the sort arrow
constexpr int maxRows = 10;

} // namespace

ServerTable::ServerTable(models::ServerTableModel &model, const QString &accessibleName, QWidget *parent)
    : QTableView(parent), m_model(model), m_cells(new CellDelegate(this))
{
    setAccessibleName(accessibleName);
    prepareLook();
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_resetting = true; }); // before the sorted one is
    m_sorted.setSourceModel(&model);
    m_sorted.setSortRole(models::SortValueRole);
    setModel(&m_sorted);
    horizontalHeader()->setSortIndicator(-1, Qt::DescendingOrder);
    setSortingEnabled(true);
    connect(&m_sorted, &QAbstractItemModel::modelReset, this, &ServerTable::onReset, Qt::QueuedConnection); // after the view's own
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] {
        if (!m_fitting && isVisible())
            m_userSized = true;
    });
    connect(this, &QTableView::entered, this, [this](const QModelIndex &index) {
        m_cells->setHoveredRow(index.row());
        viewport()->update();
    });
    fitHeight();
}

void ServerTable::prepareLook()
{
    setItemDelegate(m_cells);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // columns fit, or are hidden
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(rowPixels);
    horizontalHeader()->setFixedHeight(headerHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(40);
}

int ServerTable::currentRow() const
{
    // The focus makes a row current without anybody having chosen it.
    const bool isChosen = currentIndex().isValid() && selectionModel()->isSelected(currentIndex());
    return isChosen ? m_sorted.mapToSource(currentIndex()).row() : -1;
}

void ServerTable::selectId(const QString &id)
{
    m_currentId = id;
    for (int row = 0; row < m_sorted.rowCount(); ++row)
        if (const QModelIndex index = m_sorted.index(row, 0); index.data(models::RowIdRole).toString() == id) {
            const int top = verticalScrollBar()->value();
            setCurrentIndex(index);
            verticalScrollBar()->setValue(top);
            return;
        }
    Q_EMIT currentRowChanged(); // it is gone
}

void ServerTable::onReset()
{
    m_resetting = false;
    fitHeight();
    fitColumns();
    if (!m_currentId.isEmpty())
        selectId(m_currentId);
}

void ServerTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void ServerTable::leaveEvent(QEvent *event)
{
    m_cells->setHoveredRow(-1);
    viewport()->update();
    QTableView::leaveEvent(event);
}

void ServerTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (m_resetting)
        return; // it is found again
    m_currentId = current.data(models::RowIdRole).toString();
    Q_EMIT currentRowChanged();
}

void ServerTable::fitHeight()
{
    setFixedHeight(headerHeight + qMin(m_sorted.rowCount(), maxRows) * rowPixels);
}

void ServerTable::fitColumns()
{
    if (m_userSized || m_fitting)
        return;
    m_fitting = true;
    QFont bold = font();
    bold.setPixelSize(12);
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics headerMetrics(bold);
    QList<FitColumn> columns;
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const models::ColumnHint hint = m_model.columnHint(column);
        const int header = headerMetrics.horizontalAdvance(m_model.headerData(column, Qt::Horizontal).toString()) + headerPadding;
        const auto widthOf = [&](const QString &text) { return qMax(header, fontMetrics().horizontalAdvance(text) + 2 * CellDelegate::padding); };
        const bool shrinks = !hint.minimum.isEmpty();
        const int natural = shrinks ? widthOf(hint.sample) : qMax(widthOf(hint.sample), sizeHintForColumn(column));
        columns << FitColumn{natural, shrinks ? widthOf(hint.minimum) : natural, hint.importance};
    }
    const QList<int> widths = ui::fitColumns(columns, viewport()->width());
    for (int column = 0; column < widths.size(); ++column) {
        setColumnHidden(column, widths.at(column) == 0);
        if (widths.at(column) > 0)
            setColumnWidth(column, widths.at(column));
    }
    m_fitting = false;
}

} // namespace pivotal::ui
