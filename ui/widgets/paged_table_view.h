#pragma once

#include "models/paged_table_model.h"

#include <QSet>
#include <QTableView>

namespace pivotal::ui {

class CellDelegate;

/// A table view over a PagedTableModel. Tells the model which rows are on screen, so that they load; keeps the current
/// row by its id over a refresh; sizes columns by what they hold, and lets the least important give way.
class PagedTableView : public QTableView
{
    Q_OBJECT

public:
    explicit PagedTableView(QWidget *parent = nullptr);

    void setPagedModel(models::PagedTableModel *model);

    /// The first row on screen; the pager follows it.
    [[nodiscard]] int firstVisibleRow() const;
    void scrollToRow(int row);
    [[nodiscard]] QString currentId() const { return m_currentId; }
    /// Selects the row with this id, now or when it loads.
    void selectId(const QString &id);

    /// Column order, widths and hidden columns, as the user set them.
    [[nodiscard]] QByteArray saveColumns() const;
    void restoreColumns(const QByteArray &state);
    /// A menu of columns to show or hide.
    void setColumnShown(int column, bool shown);
    [[nodiscard]] bool isColumnWanted(int column) const { return !m_unwanted.contains(column); }
    /// Back to widths by content.
    void resetColumns();

Q_SIGNALS:
    /// Another row is current; the id is empty where there is none.
    void currentIdChanged(const QString &id);
    void firstVisibleRowChanged(int row);
    /// Enter or double click.
    void opened();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void tellVisibleRows();
    void onLoaded();
    void fitColumns();
    void updateDimming();

    models::PagedTableModel *m_model = nullptr;
    CellDelegate *m_cells;
    QString m_currentId;
    QSet<int> m_unwanted;
    bool m_userSized = false;
    bool m_fitting = false;
};

} // namespace pivotal::ui
