#include "ui/widgets/paged_table_view.h"

#include "ui/theme.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_fit.h"

#include <QDataStream>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

namespace pivotal::ui {

namespace {

constexpr int rowPixels = 30;
constexpr int headerHeight = 32;
constexpr int headerPadding = 30;
constexpr int sortArrowSpace = 12;

} // namespace

PagedTableView::PagedTableView(QWidget *parent) : QTableView(parent), m_cells(new CellDelegate(this))
{
    setItemDelegate(m_cells);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(rowPixels);
    horizontalHeader()->setFixedHeight(headerHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setMinimumSectionSize(40);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] {
        if (!m_fitting && isVisible())
            m_userSized = true;
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &PagedTableView::tellVisibleRows);
    connect(this, &QTableView::entered, this, [this](const QModelIndex &index) {
        m_cells->setHoveredRow(index.row());
        viewport()->update();
    });
    connect(this, &QTableView::doubleClicked, this, &PagedTableView::opened);
}

void PagedTableView::setPagedModel(models::PagedTableModel *model)
{
    m_model = model;
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        scrollToTop();
        tellVisibleRows();
    });
    connect(model, &QAbstractItemModel::rowsInserted, this, &PagedTableView::tellVisibleRows);
    connect(model, &models::PagedTableModel::loadStarted, this, &PagedTableView::updateDimming);
    connect(model, &models::PagedTableModel::loadFailed, this, &PagedTableView::updateDimming);
    connect(model, &models::PagedTableModel::totalChanged, this, &PagedTableView::onLoaded);
    connect(model, &models::PagedTableModel::loadFinished, this, &PagedTableView::onLoaded);
}

int PagedTableView::firstVisibleRow() const
{
    return qMax(0, rowAt(rowPixels / 2));
}

void PagedTableView::scrollToRow(int row)
{
    verticalScrollBar()->setValue(row * rowPixels);
}

void PagedTableView::selectId(const QString &id)
{
    m_currentId = id;
    onLoaded();
}

QByteArray PagedTableView::saveColumns() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << m_userSized << m_unwanted << horizontalHeader()->saveState();
    return bytes;
}

void PagedTableView::restoreColumns(const QByteArray &state)
{
    if (state.isEmpty())
        return;
    QDataStream stream(state);
    QByteArray header;
    stream >> m_userSized >> m_unwanted >> header;
    const int sortColumn = horizontalHeader()->sortIndicatorSection();
    const Qt::SortOrder order = horizontalHeader()->sortIndicatorOrder();
    m_fitting = true;
    horizontalHeader()->restoreState(header);
    horizontalHeader()->setSortIndicator(sortColumn, order);
    m_fitting = false;
}

void PagedTableView::setColumnShown(int column, bool shown)
{
    if (shown)
        m_unwanted.remove(column);
    else
        m_unwanted.insert(column);
    m_userSized = false;
    fitColumns();
}

void PagedTableView::resetColumns()
{
    m_unwanted.clear();
    m_userSized = false;
    for (int column = 0; column < m_model->columnCount(); ++column)
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(column), column);
    fitColumns();
}

void PagedTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
    tellVisibleRows();
}

void PagedTableView::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT opened();
        return;
    }
    QTableView::keyPressEvent(event);
}

void PagedTableView::leaveEvent(QEvent *event)
{
    m_cells->setHoveredRow(-1);
    viewport()->update();
    QTableView::leaveEvent(event);
}

void PagedTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    const QString id = current.data(models::RowIdRole).toString();
    if (!current.isValid() || id.isEmpty() || id == m_currentId)
        return; // a reset clears the current index: the id stays, and is found again in the new rows
    m_currentId = id;
    Q_EMIT currentIdChanged(id);
}

void PagedTableView::tellVisibleRows()
{
    if (!m_model)
        return;
    const int first = verticalScrollBar()->value() / rowPixels;
    const int end = (verticalScrollBar()->value() + viewport()->height()) / rowPixels + 1;
    m_model->setVisibleRows(first, end);
    Q_EMIT firstVisibleRowChanged(firstVisibleRow());
}

void PagedTableView::onLoaded()
{
    updateDimming();
    fitColumns();
    tellVisibleRows();
    if (m_currentId.isEmpty() || m_model->isStale())
        return;
    const int row = m_model->rowOf(m_currentId);
    const QString shown = currentIndex().data(models::RowIdRole).toString();
    if (row < 0 && !shown.isEmpty() && shown != m_currentId)
        selectionModel()->clear(); // its row went elsewhere: another one must not pass for it
    if (row >= 0 && row != currentIndex().row()) {
        const int scroll = verticalScrollBar()->value();
        setCurrentIndex(m_model->index(row, qMax(0, horizontalHeader()->logicalIndex(0))));
        verticalScrollBar()->setValue(scroll);
    }
}

void PagedTableView::updateDimming()
{
    m_cells->setDimmed(m_model->isStale());
    viewport()->update();
}

void PagedTableView::fitColumns()
{
    if (!m_model || m_userSized)
        return;
    m_fitting = true;
    QFont bold = font();
    bold.setPixelSize(12);
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics headerMetrics(bold);
    QList<FitColumn> columns;
    QList<int> logical;
    for (int visual = 0; visual < m_model->columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (m_unwanted.contains(column))
            continue;
        const models::ColumnHint hint = m_model->columnHint(column);
        const QString title = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const bool sorted = horizontalHeader()->sortIndicatorSection() == column;
        const int header = headerMetrics.horizontalAdvance(title) + headerPadding + (sorted ? sortArrowSpace : 0);
        const auto widthOf = [&](const QString &text) {
            return std::max(header, fontMetrics().horizontalAdvance(text) + 2 * CellDelegate::padding);
        };
        // What doesn't shrink is as wide as its widest value on screen, so that nothing of it is cut.
        const bool shrinks = !hint.minimum.isEmpty();
        const int natural = shrinks ? widthOf(hint.sample) : std::max(widthOf(hint.sample), sizeHintForColumn(column));
        columns << FitColumn{natural, shrinks ? widthOf(hint.minimum) : natural, hint.importance};
        logical << column;
    }
    const QList<int> widths = ui::fitColumns(columns, viewport()->width());
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const qsizetype at = logical.indexOf(column);
        setColumnHidden(column, at < 0 || widths.at(at) == 0);
        if (at >= 0 && widths.at(at) > 0)
            setColumnWidth(column, widths.at(at));
    }
    m_fitting = false;
}

} // namespace pivotal::ui
