#pragma once

#include "models/paged_table_model.h"
#include "ui/widgets/fitted_table.h"

#include <QSet>
#include <optional>

class QScrollBar;

namespace pivotal::ui {

class RowSelection;

/// A table view over a PagedTableModel. Its own scroll bar stands for all rows, of which the model's window is a part; the
/// window is moved along before scrolling meets its edge. Tells the model which rows are on screen, so that they load;
/// keeps the current row and the selected ones by their ids over scrolling, sorting and a refresh. The current row is one;
/// only rows that are loaded are selected, but for the one that is gone to.
///
/// Rows are numbered as in the model: qint64, from 0, of the whole result.
class PagedTableView : public FittedTable
{
    Q_OBJECT

public:
    explicit PagedTableView(QWidget *parent = nullptr);

    void setPagedModel(models::PagedTableModel *model);

    /// Stands beside the table, which scrolls with it. Whoever places it owns it.
    [[nodiscard]] QScrollBar *rowBar() const { return m_rowBar; }

    /// The first row on screen; the pager follows it.
    [[nodiscard]] qint64 firstVisibleRow() const;
    /// Whether the last row is on screen, too.
    [[nodiscard]] bool isAtEnd() const;
    /// The number of the current row, where it is on screen; else -1.
    [[nodiscard]] qint64 visibleCurrentRow() const;
    /// Puts the row at the top, as far as there are rows to follow it. A place that was guessed at first is gone to again when
    /// the rows there have got their numbers.
    void scrollToRow(qint64 row);
    /// Makes the row the current one, on screen; the same holds for it.
    void goToRow(qint64 row);
    /// Makes the row the current one that has this number now: whatever it turns out to be, the view goes along with it.
    void goToFoundRow(qint64 row);
    [[nodiscard]] QString currentId() const { return m_currentId; }
    /// Makes the row with this id the current one and the only one that is selected, now or when it loads; empty: none is.
    void selectId(const QString &id);
    /// Makes a row current that is selected and loaded, and leaves the others selected; false where there is none.
    bool goToSelected();
    /// Those that are selected; some may be too far away to be loaded now.
    [[nodiscard]] int selectedCount() const;
    /// All rows that are loaded.
    void selectAll() override;

    /// Column order, widths and hidden columns, as the user set them.
    [[nodiscard]] QByteArray saveColumns() const;
    void restoreColumns(const QByteArray &state);
    /// A menu of columns to show or hide.
    void setColumnShown(int column, bool shown);
    [[nodiscard]] bool isColumnWanted(int column) const override { return !m_unwanted.contains(column); }
    /// Back to widths by content.
    void resetColumns();

Q_SIGNALS:
    /// Another row is current; the id is empty where there is none.
    void currentIdChanged(const QString &id);
    void firstVisibleRowChanged(qint64 row);
    void selectedCountChanged(int count);
    /// So many rows of a range are not loaded, and not selected.
    void rangeLeftOut(qint64 rows);
    /// Enter or double click.
    void opened();

protected:
    models::ColumnHint columnHint(int column) const override { return m_model->columnHint(column); }
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex &index, const QEvent *event) const override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;

private:
    /// Asked for by its number, until the rows there have theirs or the user goes elsewhere.
    struct Wanted
    {
        qint64 row = -1;
        bool isCurrent = false;
        bool isDue = false; ///< the rows there have got other numbers
    };

    void goToWanted();
    void onNativeScroll(int value);
    void onRowBar(int value);
    void onRenumbered(qint64 by);
    void makeCurrent(qint64 row);
    void showTop();
    void showRow(qint64 row);
    void updateRowBar();
    [[nodiscard]] qint64 maxTop() const;
    [[nodiscard]] int columnWithKey(const QString &key) const; ///< -1 where none has it
    void tellVisibleRows();
    void onLoaded();
    void adoptCurrent();
    void selectCurrentId();
    void updateDimming();
    [[nodiscard]] bool isLoaded(qint64 row) const;
    [[nodiscard]] qint64 lastLoaded(qint64 from, qint64 to) const;
    [[nodiscard]] QItemSelection loadedRows(qint64 first, qint64 last) const;

    models::PagedTableModel *m_model = nullptr;
    RowSelection *m_selection = nullptr;
    QScrollBar *m_rowBar;
    qint64 m_top = 0;      ///< pixels from the first row to the top of the screen
    qint64 m_barScale = 1; ///< pixels a step of the row bar, whose range is an int
    bool m_isShowingTop = false;
    QString m_currentId;
    qint64 m_currentRow = -1;
    bool m_awaitsId = false; ///< the current row is still loading
    std::optional<Wanted> m_wanted;
    QSet<int> m_unwanted;
};

} // namespace pivotal::ui
