#include "ui/widgets/row_selection.h"

#include "models/paged_table_model.h"

#include <utility>

namespace pivotal::ui {

RowSelection::RowSelection(models::PagedTableModel *model, QObject *parent) : QItemSelectionModel(model, parent), m_model(model)
{
    connect(this, &QItemSelectionModel::selectionChanged, this, &RowSelection::onSelectionChanged);
    connect(model, &models::PagedTableModel::renumbered, this, &RowSelection::onRenumbered);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_awaited.clear();
        m_anchorRow = -1;
        forgetMissing(); // it is another result
    });
}

void RowSelection::select(const QItemSelection &selection, SelectionFlags command)
{
    if (command == NoUpdate || m_isResetting) {
        QItemSelectionModel::select(selection, command);
        return;
    }
    const bool isAnew = command.testFlag(Clear);
    if (isAnew) { // also what isn't in the window, which no change below tells of
        m_ids.clear();
        m_awaited.clear();
    }
    m_isChosen = !isAnew;
    QItemSelectionModel::select(selection, command);
    m_isChosen = false;
    if (isAnew)
        for (const QItemSelectionRange &range : this->selection())
            for (int row = range.top(); row <= range.bottom(); ++row)
                note(row, true);
    if (!command.testFlag(Current) && selection.size() == 1 && selection.first().height() == 1) {
        m_anchorRow = m_model->rowNumber(selection.first().topLeft());
        m_anchorId = selection.first().topLeft().data(models::RowIdRole).toString();
    }
    announce();
}

void RowSelection::reset()
{
    m_isResetting = true;
    QItemSelectionModel::reset();
    m_isResetting = false;
}

void RowSelection::clear()
{
    if (!m_isResetting) {
        m_ids.clear();
        m_awaited.clear();
    }
    QItemSelectionModel::clear();
    announce();
}

void RowSelection::onSelectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    if (!m_isChosen)
        return;
    for (const QItemSelectionRange &range : deselected)
        for (int row = range.top(); row <= range.bottom(); ++row)
            note(row, false);
    for (const QItemSelectionRange &range : selected)
        for (int row = range.top(); row <= range.bottom(); ++row)
            note(row, true);
}

void RowSelection::note(int row, bool isSelected)
{
    const QModelIndex index = m_model->index(row, 0);
    const QString id = index.data(models::RowIdRole).toString();
    if (isSelected && id.isEmpty())
        m_awaited.insert(m_model->rowNumber(index));
    else if (isSelected)
        m_ids.insert(id);
    else if (id.isEmpty())
        m_awaited.remove(m_model->rowNumber(index));
    else
        m_ids.remove(id);
}

void RowSelection::onRenumbered(qint64 by)
{
    QSet<qint64> moved;
    for (const qint64 row : std::as_const(m_awaited))
        moved.insert(row + by);
    m_awaited = moved;
    if (m_anchorRow >= 0)
        m_anchorRow += by;
}

void RowSelection::adoptAwaited()
{
    const QSet<qint64> awaited = m_awaited;
    for (const qint64 row : awaited) {
        const int inWindow = m_model->windowRow(row);
        const QString id = inWindow < 0 ? QString() : m_model->index(inWindow, 0).data(models::RowIdRole).toString();
        if (id.isEmpty())
            continue;
        m_awaited.remove(row);
        m_ids.insert(id);
        if (row == m_anchorRow)
            m_anchorId = id;
    }
}

void RowSelection::restore()
{
    if (m_model->isStale())
        return; // rows of before stand there
    adoptAwaited();
    QItemSelection rows;
    const int last = m_model->columnCount() - 1;
    const auto isWanted = [this](int row) {
        const QString id = m_model->index(row, 0).data(models::RowIdRole).toString();
        return id.isEmpty() ? m_awaited.contains(m_model->windowFirst() + row) : m_ids.contains(id);
    };
    const int count = m_ids.isEmpty() && m_awaited.isEmpty() ? 0 : m_model->rowCount();
    for (int row = 0; row < count; ++row) {
        const int first = row;
        while (row < count && isWanted(row))
            ++row;
        if (row > first)
            rows.append(QItemSelectionRange(m_model->index(first, 0), m_model->index(row - 1, last)));
    }
    QItemSelectionModel::select(rows, ClearAndSelect);
    announce();
}

void RowSelection::forgetMissing()
{
    for (auto it = m_ids.begin(); it != m_ids.end();)
        it = m_model->rowOf(*it) < 0 ? m_ids.erase(it) : std::next(it);
    announce();
}

void RowSelection::selectOnly(const QString &id)
{
    m_awaited.clear();
    m_ids = id.isEmpty() ? QSet<QString>() : QSet<QString>{id};
    m_anchorId = id;
    m_anchorRow = -1;
    QItemSelectionModel::select(QItemSelection(), Clear);
    restore();
}

qint64 RowSelection::anchorRow() const
{
    const qint64 row = m_anchorId.isEmpty() ? -1 : m_model->rowOf(m_anchorId);
    return row < 0 ? m_anchorRow : row;
}

void RowSelection::announce()
{
    if (std::exchange(m_announced, count()) != count())
        Q_EMIT countChanged(count());
}

} // namespace pivotal::ui
