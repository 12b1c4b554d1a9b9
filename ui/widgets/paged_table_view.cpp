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
constexpr int edgeRows = 500; ///< nearer to the window's edge than this, the window is moved
constexpr qint64 maxBarSteps = 1'000'000'000;

} // namespace

PagedTableView::PagedTableView(QWidget *parent) : QTableView(parent), m_cells(new CellDelegate(this)), m_rowBar(new QScrollBar(Qt::Vertical, parent))
{
    setItemDelegate(m_cells);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // it stands for the window only
    m_rowBar->setAccessibleName(tr("Scroll through all rows"));
    m_rowBar->hide();
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
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &PagedTableView::onNativeScroll);
    connect(m_rowBar, &QScrollBar::valueChanged, this, &PagedTableView::onRowBar);
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
        m_top = 0;
        m_currentRow = -1;
        m_awaitsId = false;
        showTop();
    });
    connect(model, &models::PagedTableModel::windowMoved, this, &PagedTableView::showTop);
    connect(model, &models::PagedTableModel::renumbered, this, &PagedTableView::onRenumbered);
    connect(model, &models::PagedTableModel::loadStarted, this, &PagedTableView::updateDimming);
    connect(model, &models::PagedTableModel::loadFailed, this, &PagedTableView::updateDimming);
    connect(model, &models::PagedTableModel::totalChanged, this, &PagedTableView::onLoaded);
    connect(model, &models::PagedTableModel::loadFinished, this, &PagedTableView::onLoaded);
}

qint64 PagedTableView::firstVisibleRow() const
{
    return (m_top + rowPixels / 2) / rowPixels;
}

qint64 PagedTableView::maxTop() const
{
    return m_model ? qMax<qint64>(0, m_model->total() * rowPixels - viewport()->height()) : 0;
}

void PagedTableView::scrollToRow(qint64 row)
{
    m_top = row * rowPixels;
    showTop();
}

void PagedTableView::goToRow(qint64 row)
{
    showRow(row);
    if (const int inWindow = m_model->windowRow(row); inWindow >= 0)
        setCurrentIndex(m_model->index(inWindow, qMax(0, horizontalHeader()->logicalIndex(0))));
}

/// Scrolls no further than needed.
void PagedTableView::showRow(qint64 row)
{
    const qint64 top = row * rowPixels;
    if (top < m_top)
        m_top = top;
    else if (top + rowPixels > m_top + viewport()->height())
        m_top = top + rowPixels - viewport()->height();
    showTop();
}

void PagedTableView::onNativeScroll(int value)
{
    if (m_isShowingTop || !m_model)
        return;
    m_top = m_model->windowFirst() * rowPixels + value;
    showTop();
}

void PagedTableView::onRowBar(int value)
{
    if (m_isShowingTop || !m_model)
        return;
    m_top = value == m_rowBar->maximum() ? maxTop() : value * m_barScale;
    showTop();
}

void PagedTableView::onRenumbered(qint64 by)
{
    m_top += by * rowPixels;
    if (m_currentRow >= 0)
        m_currentRow += by;
    showTop();
}

/// Brings the window, the table and the row bar to where m_top says.
void PagedTableView::showTop()
{
    if (m_isShowingTop || !m_model)
        return;
    m_isShowingTop = true;
    m_top = qBound<qint64>(0, m_top, maxTop());
    const qint64 first = m_top / rowPixels;
    const qint64 last = (m_top + viewport()->height()) / rowPixels;
    const qint64 windowEnd = m_model->windowFirst() + m_model->rowCount();
    if (first - m_model->windowFirst() < edgeRows || windowEnd - last < edgeRows)
        m_model->moveWindow((first + last) / 2);
    executeDelayedItemsLayout();
    updateGeometries(); // the native bar's range, which the view else brings up to date later
    verticalScrollBar()->setValue(int(m_top - m_model->windowFirst() * rowPixels));
    updateRowBar();
    m_isShowingTop = false;
    tellVisibleRows();
}

void PagedTableView::updateRowBar()
{
    const qint64 max = maxTop();
    m_barScale = qMax<qint64>(1, (max + maxBarSteps - 1) / maxBarSteps);
    m_rowBar->setRange(0, int((max + m_barScale - 1) / m_barScale));
    m_rowBar->setPageStep(int(qMax<qint64>(1, viewport()->height() / m_barScale)));
    m_rowBar->setSingleStep(int(qMax<qint64>(1, rowPixels / m_barScale)));
    m_rowBar->setValue(m_top == max ? m_rowBar->maximum() : int(m_top / m_barScale));
    m_rowBar->setVisible(max > 0);
}

void PagedTableView::selectId(const QString &id)
{
    m_currentId = id;
    m_currentRow = -1;
    m_awaitsId = false;
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
    showTop();
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
    if (!current.isValid())
        return; // after a reset, or when its row left the window: it is found again by its id
    m_currentRow = m_model->rowNumber(current);
    m_awaitsId = current.data(models::RowIdRole).toString().isEmpty();
    if (!m_awaitsId)
        adoptCurrent();
}

void PagedTableView::adoptCurrent()
{
    const QString id = currentIndex().data(models::RowIdRole).toString();
    if (id.isEmpty())
        return;
    m_awaitsId = false;
    if (id == m_currentId)
        return;
    m_currentId = id;
    Q_EMIT currentIdChanged(id);
}

/// The keys move over all rows.
QModelIndex PagedTableView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const qint64 from = m_currentRow >= 0 ? m_currentRow : firstVisibleRow();
    const qint64 screen = qMax(1, viewport()->height() / rowPixels - 1);
    qint64 row = 0;
    switch (action) {
    case MoveUp: row = from - 1; break;
    case MoveDown: row = from + 1; break;
    case MovePageUp: row = from - screen; break;
    case MovePageDown: row = from + screen; break;
    case MoveHome: row = 0; break;
    case MoveEnd: row = m_model->total() - 1; break;
    default: return QTableView::moveCursor(action, modifiers);
    }
    row = qBound<qint64>(0, row, qMax<qint64>(0, m_model->total() - 1));
    showRow(row);
    return m_model->index(m_model->windowRow(row), qMax(0, currentIndex().column()));
}

void PagedTableView::tellVisibleRows()
{
    if (!m_model)
        return;
    m_model->setVisibleRows(m_top / rowPixels, (m_top + viewport()->height()) / rowPixels + 1);
    Q_EMIT firstVisibleRowChanged(firstVisibleRow());
}

void PagedTableView::onLoaded()
{
    updateDimming();
    fitColumns();
    showTop();
    if (m_awaitsId)
        adoptCurrent();
    if (!m_awaitsId && !m_currentId.isEmpty() && !m_model->isStale())
        selectCurrentId();
}

void PagedTableView::selectCurrentId()
{
    const qint64 row = m_model->rowOf(m_currentId);
    const QString shown = currentIndex().data(models::RowIdRole).toString();
    if (row < 0 && !shown.isEmpty() && shown != m_currentId)
        selectionModel()->clear(); // its row went elsewhere: another one must not pass for it
    const int inWindow = row < 0 ? -1 : m_model->windowRow(row);
    if (inWindow < 0 || (inWindow == currentIndex().row() && shown == m_currentId))
        return;
    const qint64 top = m_top;
    setCurrentIndex(m_model->index(inWindow, qMax(0, horizontalHeader()->logicalIndex(0))));
    m_top = top;
    showTop();
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
