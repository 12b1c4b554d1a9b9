#pragma once

#include <QItemSelectionModel>
#include <QSet>

namespace pivotal::models {
class PagedTableModel;
}

namespace pivotal::ui {

/// Which rows of a paged table are selected, by their ids: a row that goes elsewhere, is read again, leaves the model's window and
/// comes back stays selected, and none that takes its place is. Rows that are still loading have no id; one that was chosen
/// gets it when it is there.
class RowSelection : public QItemSelectionModel
{
    Q_OBJECT

public:
    RowSelection(models::PagedTableModel *model, QObject *parent);

    void select(const QItemSelection &selection, SelectionFlags command) override;
    using QItemSelectionModel::select;
    void clear() override;
    void reset() override;

    /// Makes the row current, and leaves what is selected as it is.
    void setCurrent(const QModelIndex &index) { setCurrentIndex(index, NoUpdate); }
    /// Selects these rows as they stand, which are those with the ids.
    void restore();
    /// Only this row is selected, now or when it loads; empty: none is.
    void selectOnly(const QString &id);

    [[nodiscard]] bool isIdSelected(const QString &id) const { return m_ids.contains(id); }
    /// Those that aren't loaded now are among them.
    [[nodiscard]] int count() const { return int(m_ids.size() + m_awaited.size()); }
    /// Where a range starts that is drawn to another row.
    [[nodiscard]] qint64 anchorRow() const;

Q_SIGNALS:
    void countChanged(int count);

private:
    void onSelectionChanged(const QItemSelection &selected, const QItemSelection &deselected);
    void onRenumbered(qint64 by);
    void note(int row, bool isSelected);
    void adoptAwaited();
    void forgetMissing();
    void announce();

    models::PagedTableModel *m_model;
    QSet<QString> m_ids;
    QSet<qint64> m_awaited; ///< row numbers of selected rows that are still loading
    QString m_anchorId;
    qint64 m_anchorRow = -1;
    bool m_isChosen = false;    ///< what changes now is somebody's choice, not the model's doing
    bool m_isResetting = false; ///< rows of another result are here; which of them are selected is known by their ids
    int m_announced = 0;
};

} // namespace pivotal::ui
