#pragma once

#include <QHash>
#include <QSortFilterProxyModel>

namespace pivotal::models {

/// Sorts rows by SortValueRole, or leaves them as they come, and holds their order while somebody works with them: statistics go on,
/// rows stay where they are, new ones come last. Rows are known by their RowIdRole.
class HeldSortModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit HeldSortModel(QObject *parent = nullptr);

    void setHeld(bool held);
    [[nodiscard]] bool isHeld() const { return m_isHeld; }
    /// Also while the order is held: this is somebody's wish. `column` -1: as they come.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

protected:
    /// After somebody has asked for other rows.
    void sortAnew();
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    void notePlaces();
    [[nodiscard]] int placeOf(int sourceRow) const;

    int m_column = -1;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    bool m_isHeld = false;
    QHash<QString, int> m_places; ///< by id, while the order is held
};

} // namespace pivotal::models
