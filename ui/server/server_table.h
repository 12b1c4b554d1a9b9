#pragma once

#include "models/server_table_model.h"

#include <QSortFilterProxyModel>
#include <QTableView>

namespace pivotal::ui {

class CellDelegate;

/// A short table inside a card: as high as its rows, up to ten of them; sorted by a click on the header; the least important
/// columns give way. The current row stays the same one over a refresh, by its RowIdRole.
class ServerTable : public QTableView
{
    Q_OBJECT

public:
    /// `model` outlives it. In its order until a header is clicked.
    ServerTable(models::ServerTableModel &model, const QString &accessibleName, QWidget *parent = nullptr);

    /// The model's row that is current; -1 where none is.
    [[nodiscard]] int currentRow() const;
    void selectId(const QString &id);

Q_SIGNALS:
    void currentRowChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void prepareLook();
    void onReset();
    void fitColumns();
    void fitHeight();

    models::ServerTableModel &m_model;
    QSortFilterProxyModel m_sorted;
    CellDelegate *m_cells;
    QString m_currentId;
    bool m_userSized = false;
    bool m_fitting = false;
    bool m_resetting = false;
};

} // namespace pivotal::ui
