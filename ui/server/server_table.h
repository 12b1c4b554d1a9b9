#pragma once

#include "models/held_sort_model.h"
#include "models/server_table_model.h"
#include "ui/widgets/fitted_table.h"

namespace pivotal::ui {

/// A short table inside a card: as high as its rows, up to ten of them; sorted by a click on the header, in an order that is held
/// while somebody works in it. What is chosen stays with its row over a refresh, by its RowIdRole; currentRowChanged tells the
/// model's row, as currentRow() does, also where that has changed.
class ServerTable : public FittedTable
{
    Q_OBJECT

public:
    /// `model` outlives it. In its order until a header is clicked.
    ServerTable(models::ServerTableModel &model, const QString &accessibleName, QWidget *parent = nullptr);

    /// The model's row that is current; -1 where none is.
    [[nodiscard]] int currentRow() const;
    void selectId(const QString &id);

protected:
    models::ColumnHint columnHint(int column) const override { return m_model.columnHint(column); }
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void onReset();
    void onRefreshed();
    void tellCurrent();
    void fitHeight();

    models::ServerTableModel &m_model;
    models::HeldSortModel m_sorted;
    QString m_currentId;
    int m_currentColumn = -1;
    bool m_resetting = false;
};

} // namespace pivotal::ui
