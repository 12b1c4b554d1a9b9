#include "ui/server/server_table.h"

#include "ui/widgets/order_keeper.h"
#include "ui/widgets/table_header.h"

#include <QScrollBar>

namespace pivotal::ui {

namespace {

constexpr int maxRows = 10;

} // namespace

ServerTable::ServerTable(models::ServerTableModel &model, const QString &accessibleName, QWidget *parent)
    : FittedTable(accessibleName, parent), m_model(model)
{
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);                                              // columns fit, or are hidden
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_resetting = true; }); // before the sorted one is
    m_sorted.setSourceModel(&model);
    setModel(&m_sorted);
    new OrderKeeper(this, m_sorted);
    header()->setSortIndicator(-1, Qt::DescendingOrder);
    setSortingEnabled(true);
    connect(&m_sorted, &QAbstractItemModel::modelReset, this, &ServerTable::onReset, Qt::QueuedConnection); // after the view's own
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &ServerTable::onRefreshed);                   // which a refresh ends with
    fitHeight();
}

/// By the selection: the focus makes a row current without anybody having chosen it.
int ServerTable::currentRow() const
{
    const QModelIndexList chosen = selectionModel()->selectedRows();
    return chosen.isEmpty() ? -1 : m_sorted.mapToSource(chosen.first()).row();
}

void ServerTable::selectId(const QString &id)
{
    m_currentId = id;
    for (int row = 0; row < m_sorted.rowCount(); ++row)
        if (const QModelIndex index = m_sorted.index(row, qMax(0, m_currentColumn)); index.data(models::RowIdRole).toString() == id) {
            const int top = verticalScrollBar()->value();
            setCurrentIndex(index);
            verticalScrollBar()->setValue(top);
            return;
        }
    Q_EMIT currentRowChanged(currentRow()); // it is gone
}

void ServerTable::onReset()
{
    m_resetting = false;
    fitHeight();
    fit();
    if (currentRow() >= 0)
        tellCurrent(); // it was chosen in the meantime
    else if (!m_currentId.isEmpty())
        selectId(m_currentId);
}

void ServerTable::onRefreshed()
{
    fitHeight();
    fit();
    tellCurrent();
}

void ServerTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    if (current.isValid() && !m_resetting)
        m_currentColumn = current.column();
    QTableView::currentChanged(current, previous); // not the base's, which tells of it
}

void ServerTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    FittedTable::selectionChanged(selected, deselected);
    tellCurrent();
}

void ServerTable::tellCurrent()
{
    if (m_resetting)
        return; // it is found again
    const int row = currentRow();
    m_currentId = row < 0 ? QString() : m_model.index(row, 0).data(models::RowIdRole).toString();
    Q_EMIT currentRowChanged(row);
}

void ServerTable::fitHeight()
{
    setFixedHeight(TableHeader::heightPixels + qMin(m_sorted.rowCount(), maxRows) * rowPixels);
}

} // namespace pivotal::ui
