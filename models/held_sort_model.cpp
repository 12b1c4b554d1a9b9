#include "models/held_sort_model.h"

#include "models/cell_roles.h"

#include <limits>
#include <utility>

namespace pivotal::models {

HeldSortModel::HeldSortModel(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortValueRole);
    QSortFilterProxyModel::sort(0); // by lessThan, whichever column is asked for
    connect(this, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_isHeld)
            notePlaces();
    });
}

void HeldSortModel::setHeld(bool held)
{
    if (std::exchange(m_isHeld, held) == held)
        return;
    if (held) {
        notePlaces();
        return;
    }
    m_places.clear();
    invalidate();
}

void HeldSortModel::sort(int column, Qt::SortOrder order)
{
    m_column = column;
    m_order = order;
    sortAnew();
}

void HeldSortModel::sortAnew()
{
    const bool isHeld = std::exchange(m_isHeld, false);
    invalidate();
    if (isHeld)
        notePlaces();
    m_isHeld = isHeld;
}

void HeldSortModel::notePlaces()
{
    m_places.clear();
    for (int row = 0; row < rowCount(); ++row)
        m_places.insert(index(row, 0).data(RowIdRole).toString(), row);
}

int HeldSortModel::placeOf(int sourceRow) const
{
    return m_places.value(sourceModel()->index(sourceRow, 0).data(RowIdRole).toString(), std::numeric_limits<int>::max());
}

bool HeldSortModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    if (m_isHeld) {
        const int before = placeOf(left.row());
        const int after = placeOf(right.row());
        return before == after ? left.row() < right.row() : before < after;
    }
    if (m_column < 0)
        return left.row() < right.row();
    const QModelIndex first = left.siblingAtColumn(m_column);
    const QModelIndex second = right.siblingAtColumn(m_column);
    return m_order == Qt::AscendingOrder ? QSortFilterProxyModel::lessThan(first, second) : QSortFilterProxyModel::lessThan(second, first);
}

} // namespace pivotal::models
