#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QList>
#include <QSet>
#include <QStringList>

namespace pivotal::models {

/// A table over a list that is read anew now and then. Its rows go, come and move by their ids, so that in a view the cell that
/// is current and what is chosen stay with their rows.
class RowsModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

protected:
    /// `ids` of `rows`, and `wantedIds` of what they become: each once. Where no row stays, it is a reset.
    template <class Row>
    void replaceRows(QList<Row> &rows, const QList<Row> &wanted, QStringList ids, const QStringList &wantedIds)
    {
        const QSet<QString> staying = QSet<QString>(ids.cbegin(), ids.cend()) & QSet<QString>(wantedIds.cbegin(), wantedIds.cend());
        if (staying.isEmpty()) {
            beginResetModel();
            rows = wanted;
            endResetModel();
            return;
        }
        for (int row = int(rows.size()) - 1; row >= 0; --row) {
            if (staying.contains(ids.at(row)))
                continue;
            beginRemoveRows({}, row, row);
            rows.removeAt(row);
            ids.removeAt(row);
            endRemoveRows();
        }
        for (int row = 0; row < int(wanted.size()); ++row) {
            if (staying.contains(wantedIds.at(row)))
                continue;
            beginInsertRows({}, int(rows.size()), int(rows.size()));
            rows.append(wanted.at(row));
            ids.append(wantedIds.at(row));
            endInsertRows();
        }
        if (ids != wantedIds)
            moveRows(ids, wantedIds, [&] { rows = wanted; });
        rows = wanted;
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }

private:
    template <class Move>
    void moveRows(const QStringList &ids, const QStringList &wantedIds, const Move &move)
    {
        QHash<QString, int> places;
        for (int row = 0; row < int(wantedIds.size()); ++row)
            places.insert(wantedIds.at(row), row);
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        const QModelIndexList before = persistentIndexList();
        QModelIndexList after;
        for (const QModelIndex &each : before)
            after << index(places.value(ids.at(each.row())), each.column());
        move();
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged({}, VerticalSortHint);
    }
};

} // namespace pivotal::models
