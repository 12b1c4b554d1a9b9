#include "ui/widgets/paged_table_view.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/row_selection.h"
#include "ui/widgets/table_header.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QScrollBar>
#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int edgeRows = 500; ///< nearer to the window's edge than this, the window is moved
constexpr qint64 maxBarSteps = 1'000'000'000;

// Of the columns that are saved.
const QString sizedName = u"isUserSized"_s;
const QString columnsName = u"columns"_s;
const QString keyName = u"key"_s;
const QString widthName = u"width"_s;
const QString wantedName = u"isWanted"_s;

} // namespace

PagedTableView::PagedTableView(QWidget *parent) : FittedTable({}, parent), m_rowBar(new QScrollBar(Qt::Vertical, parent))
{
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // it stands for the window only
    m_rowBar->setAccessibleName(tr("Scroll through all rows"));
    m_rowBar->hide();
    setSelectionMode(ExtendedSelection);
    header()->setSectionsMovable(true);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &PagedTableView::onNativeScroll);
    connect(m_rowBar, &QScrollBar::valueChanged, this, &PagedTableView::onRowBar);
    connect(this, &QTableView::doubleClicked, this, &PagedTableView::opened);
}

void PagedTableView::setPagedModel(models::PagedTableModel *model)
{
    m_model = model;
    setModel(model);
    delete selectionModel();
    m_selection = new RowSelection(model, this);
    setSelectionModel(m_selection);
    connect(m_selection, &RowSelection::countChanged, this, &PagedTableView::selectedCountChanged);
    connect(model, &QAbstractItemModel::dataChanged, m_selection, &RowSelection::restore); // more rows are here
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_top = 0;
        m_currentRow = -1;
        m_awaitsId = false;
        m_wanted.reset();
        showTop();
    });
    connect(model, &models::PagedTableModel::windowMoved, this, &PagedTableView::showTop);
    connect(model, &models::PagedTableModel::windowMoved, m_selection, &RowSelection::restore);
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

bool PagedTableView::isAtEnd() const
{
    return m_model && m_model->total() > 0 && m_top + viewport()->height() >= m_model->total() * rowPixels;
}

qint64 PagedTableView::visibleCurrentRow() const
{
    const qint64 top = m_currentRow * rowPixels;
    return m_currentRow >= 0 && top >= m_top && top + rowPixels <= m_top + viewport()->height() ? m_currentRow : -1;
}

void PagedTableView::scrollToRow(qint64 row)
{
    m_wanted = Wanted{row, false};
    m_top = row * rowPixels;
    showTop();
}

void PagedTableView::goToRow(qint64 row)
{
    makeCurrent(row);
    m_wanted = Wanted{row, true};
}

void PagedTableView::goToFoundRow(qint64 row)
{
    m_top = row * rowPixels;
    makeCurrent(row);
    m_wanted.reset();
}

void PagedTableView::makeCurrent(qint64 row)
{
    showRow(row);
    if (const int inWindow = m_model->windowRow(row); inWindow >= 0)
        m_selection->setCurrentIndex(m_model->index(inWindow, qMax(0, header()->logicalIndex(0))),
                                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows); // whatever keys are held
}

/// What stands there now has another number than was asked for.
void PagedTableView::goToWanted()
{
    if (!m_wanted)
        return; // the user went elsewhere meanwhile
    const Wanted wanted{m_wanted->row, m_wanted->isCurrent};
    m_top = wanted.row * rowPixels;
    if (wanted.isCurrent)
        makeCurrent(wanted.row);
    else
        showTop();
    m_wanted = wanted;
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
    m_wanted.reset();
    m_top = m_model->windowFirst() * rowPixels + value;
    showTop();
}

void PagedTableView::onRowBar(int value)
{
    if (m_isShowingTop || !m_model)
        return;
    m_wanted.reset();
    m_top = value == m_rowBar->maximum() ? maxTop() : value * m_barScale;
    showTop();
}

void PagedTableView::onRenumbered(qint64 by)
{
    m_top += by * rowPixels;
    if (m_currentRow >= 0)
        m_currentRow += by;
    showTop();
    if (!m_wanted)
        return;
    m_wanted->isDue = true;
    QMetaObject::invokeMethod(this, &PagedTableView::goToWanted, Qt::QueuedConnection); // not under the model's own work
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
    const bool isAnother = std::exchange(m_currentId, id) != id;
    m_currentRow = -1;
    m_awaitsId = false;
    m_wanted.reset();
    m_selection->selectOnly(id);
    if (id.isEmpty())
        m_selection->setCurrent({});
    onLoaded();
    if (isAnother)
        Q_EMIT currentIdChanged(id);
}

bool PagedTableView::goToSelected()
{
    const QModelIndexList selected = m_selection->selectedRows();
    const auto loaded =
        std::find_if(selected.cbegin(), selected.cend(), [](const QModelIndex &row) { return !row.data(models::LoadingRole).toBool(); });
    if (loaded == selected.cend())
        return false;
    m_selection->setCurrent(loaded->siblingAtColumn(qMax(0, header()->logicalIndex(0))));
    showRow(m_currentRow);
    return true;
}

int PagedTableView::selectedCount() const
{
    return m_selection->count();
}

bool PagedTableView::isLoaded(qint64 row) const
{
    const int inWindow = m_model->windowRow(row);
    return inWindow >= 0 && !m_model->index(inWindow, 0).data(models::LoadingRole).toBool();
}

QItemSelection PagedTableView::loadedRows(qint64 first, qint64 last) const
{
    QItemSelection rows;
    const qint64 end = qMin(last + 1, m_model->windowFirst() + m_model->rowCount());
    for (qint64 row = qMax(first, m_model->windowFirst()); row < end; ++row) {
        const qint64 from = row;
        while (row < end && isLoaded(row))
            ++row;
        if (row > from)
            rows.append(QItemSelectionRange(m_model->index(m_model->windowRow(from), 0),
                                            m_model->index(m_model->windowRow(row - 1), m_model->columnCount() - 1)));
    }
    return rows;
}

void PagedTableView::selectAll()
{
    m_selection->select(loadedRows(0, m_model->total() - 1), QItemSelectionModel::ClearAndSelect);
}

/// Ctrl+Shift+End and the like draw a range, too.
QItemSelectionModel::SelectionFlags PagedTableView::selectionCommand(const QModelIndex &index, const QEvent *event) const
{
    const bool isKey = event && event->type() == QEvent::KeyPress;
    if (isKey && index.isValid() && static_cast<const QKeyEvent *>(event)->modifiers().testFlags(Qt::ControlModifier | Qt::ShiftModifier))
        return QItemSelectionModel::SelectCurrent | QItemSelectionModel::Rows;
    return FittedTable::selectionCommand(index, event);
}

/// A range goes from the row that was chosen before, wherever that stands now, to the one that is reached.
void PagedTableView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const qint64 anchor = m_selection->anchorRow();
    if (!command.testFlag(QItemSelectionModel::Current) || anchor < 0) {
        FittedTable::setSelection(rect, command);
        return;
    }
    const bool isDragged = state() == DragSelectingState;
    const int reached = isDragged ? rowAt(rect.bottom()) : currentIndex().row(); // the rectangle ends there, be it above its start
    if (reached < 0)
        return;
    const qint64 to = m_model->windowFirst() + reached;
    QItemSelection rows = loadedRows(qMin(anchor, to), qMax(anchor, to));
    qint64 leftOut = qAbs(to - anchor) + 1;
    for (const QItemSelectionRange &range : rows)
        leftOut -= range.height();
    if (!isLoaded(to)) {
        rows.append(
            QItemSelectionRange(m_model->index(reached, 0), m_model->index(reached, m_model->columnCount() - 1))); // it is on its way
        --leftOut;
    }
    if (!isLoaded(anchor))
        --leftOut; // selected as it was
    m_selection->select(rows, command);
    if (leftOut > 0 && !isDragged)
        Q_EMIT rangeLeftOut(leftOut);
}

/// By key, from left to right: another version of the console may have others.
QByteArray PagedTableView::saveColumns() const
{
    QJsonArray columns;
    for (int visual = 0; visual < m_model->columnCount(); ++visual) {
        const int column = header()->logicalIndex(visual);
        columns.append(QJsonObject{{keyName, m_model->columnKey(column)},
                                   {widthName, header()->sectionSize(column)}, // 0: hidden
                                   {wantedName, isColumnWanted(column)}});
    }
    return QJsonDocument(QJsonObject{{sizedName, isUserSized()}, {columnsName, columns}}).toJson(QJsonDocument::Compact);
}

void PagedTableView::restoreColumns(const QByteArray &state)
{
    const QJsonObject saved = QJsonDocument::fromJson(state).object();
    if (saved.isEmpty())
        return;
    setUserSized(true); // nothing is fitted meanwhile
    int visual = 0;
    for (const QJsonValue &value : saved.value(columnsName).toArray()) {
        const int column = columnWithKey(value[keyName].toString());
        if (column < 0)
            continue;
        const int width = value[widthName].toInt();
        if (!value[wantedName].toBool(true))
            m_unwanted.insert(column);
        header()->moveSection(header()->visualIndex(column), visual++);
        if (width > 0)
            header()->resizeSection(column, width);
        header()->setSectionHidden(column, width <= 0);
    }
    setUserSized(saved.value(sizedName).toBool());
    fit(); // it was saved in a window of another width
}

int PagedTableView::columnWithKey(const QString &key) const
{
    for (int column = 0; column < m_model->columnCount(); ++column)
        if (m_model->columnKey(column) == key)
            return column;
    return -1;
}

void PagedTableView::setColumnShown(int column, bool shown)
{
    if (shown)
        m_unwanted.remove(column);
    else
        m_unwanted.insert(column);
    setUserSized(false);
    fit();
}

void PagedTableView::resetColumns()
{
    m_unwanted.clear();
    setUserSized(false);
    for (int column = 0; column < m_model->columnCount(); ++column)
        header()->moveSection(header()->visualIndex(column), column);
    fit();
}

void PagedTableView::resizeEvent(QResizeEvent *event)
{
    FittedTable::resizeEvent(event);
    showTop();
}

void PagedTableView::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT opened();
        return;
    }
    FittedTable::keyPressEvent(event);
}

/// Beside the rows there is nothing to choose.
void PagedTableView::mousePressEvent(QMouseEvent *event)
{
    if (indexAt(event->pos()).isValid())
        FittedTable::mousePressEvent(event);
}

/// The row that the keyboard is on is chosen, too: the first one, where there was none.
void PagedTableView::focusInEvent(QFocusEvent *event)
{
    FittedTable::focusInEvent(event);
    if (currentIndex().isValid() && !m_selection->hasSelection())
        m_selection->select(currentIndex(), QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void PagedTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    FittedTable::currentChanged(current, previous);
    cells()->setCurrentRow(current.row());
    viewport()->update();
    if (!current.isValid())
        return; // after a reset, or when its row left the window: it is found again by its id
    m_wanted.reset();
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

/// From a row on the way to another.
qint64 PagedTableView::lastLoaded(qint64 from, qint64 to) const
{
    const qint64 step = to < from ? -1 : 1;
    while (from != to && isLoaded(from + step))
        from += step;
    return from;
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
    default: return FittedTable::moveCursor(action, modifiers);
    }
    row = qBound<qint64>(0, row, qMax<qint64>(0, m_model->total() - 1));
    if (modifiers.testFlag(Qt::ShiftModifier)) // a range grows as its rows load
        row = lastLoaded(from, row);
    m_wanted.reset();
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
    fit();
    showTop();
    if (m_awaitsId)
        adoptCurrent();
    if (m_wanted && !m_wanted->isDue && m_model->isPlaceExact() && !m_model->isLoading())
        m_wanted.reset(); // that is it
    if (!m_awaitsId && !m_currentId.isEmpty() && !m_model->isStale())
        selectCurrentId();
    else
        m_selection->restore();
}

void PagedTableView::selectCurrentId()
{
    const qint64 row = m_model->rowOf(m_currentId);
    const QString shown = currentIndex().data(models::RowIdRole).toString();
    if (row < 0 && !shown.isEmpty() && shown != m_currentId)
        m_selection->setCurrent({}); // its row went elsewhere: another one must not pass for it
    m_selection->restore();
    const int inWindow = row < 0 ? -1 : m_model->windowRow(row);
    if (inWindow < 0 || (inWindow == currentIndex().row() && shown == m_currentId))
        return;
    const qint64 top = m_top;
    const auto wanted = m_wanted;
    m_selection->setCurrent(m_model->index(inWindow, qMax(0, header()->logicalIndex(0))));
    m_top = top;
    m_wanted = wanted;
    showTop();
    if (!m_selection->hasSelection())
        m_selection->select(currentIndex(), QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void PagedTableView::updateDimming()
{
    cells()->setDimmed(m_model->isStale());
    viewport()->update();
}

} // namespace pivotal::ui
