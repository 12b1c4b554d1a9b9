#pragma once

#include "models/paged_table_model.h"
#include "ui/page.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/paged_table_view.h"

class QDate;
class QHBoxLayout;
class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace pivotal::ui {

class Pager;
class StatePanel;

/// A page with a title, a filter row, a paged table and a details card: what Users and Audit have in common. A
/// subclass makes the model, the filter bar and the details, and says what a query is.
class ListPage : public Page
{
    Q_OBJECT

public:
    /// `id` names the page in the settings; the model is owned by the subclass.
    ListPage(const QString &id, const QString &title, models::PagedTableModel *model, QWidget *parent);

    [[nodiscard]] PagedTableView *table() const { return m_table; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] Pager *pager() const { return m_pager; }
    [[nodiscard]] StatePanel *statePanel() const { return m_state; }

    /// Asks the current query from its start.
    virtual void applyQuery() = 0;
    /// Before a refresh: the same query, as it reads now ("today" moves on).
    virtual void updateQuery() = 0;
    void refresh() override;
    /// Esc: stops what is loading, else goes back to the table, else closes the details.
    void cancel() override;
    void focusContent() override { m_table->setFocus(); }
    void goToPage(qint64 step); ///< relative
    void goToEnd(bool last);
    void setPageSize(int pageSize);
    void focusPager();
    void setDetailsShown(bool shown);
    [[nodiscard]] bool areDetailsShown() const;
    void saveLayout() override;

Q_SIGNALS:
    /// How many there are without a filter.
    void countChanged(qint64 total);
    void pageSizeChanged(int pageSize);

protected:
    void addToTitle(QWidget *widget);
    void setFilterBar(QWidget *bar, QWidget *chips);
    void setDetails(QWidget *details);
    /// The text beside the title for this many rows; `number` is how they are written: "≈ 9.1 M".
    [[nodiscard]] virtual QString countText(const QString &number) const = 0;
    [[nodiscard]] virtual bool isFiltered() const = 0;
    virtual void clearFilter() = 0;
    [[nodiscard]] virtual bool canSort(int column) const = 0;
    virtual void sortBy(int column, Qt::SortOrder order) = 0;
    /// Marks the column that the rows are sorted by.
    void showSort(int column, Qt::SortOrder order);
    /// Another row is current; empty for none.
    virtual void showDetails(const QString &id) = 0;
    /// Whose details are shown, where they may give way to another row's; empty where none are, or are being edited.
    [[nodiscard]] virtual QString replaceableDetails() const = 0;
    /// Where the order is by time: the instant from which the rows of a day come, in that order.
    [[nodiscard]] virtual Instant startOf(QDate day) const = 0;

    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void buildTitle(const QString &title);
    void buildTable();
    void connectTable();
    void onTotal(qint64 total);
    void goToRow(qint64 row);
    void goToDate(QDate day);
    void selectFirst();
    void onHeaderClicked(int column);
    void fillColumnsMenu();
    void orient();

    models::PagedTableModel *m_model;
    QVBoxLayout *m_column;
    QHBoxLayout *m_titleRow;
    QLabel *m_count;
    NoticeBar *m_notice;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    QWidget *m_rows; ///< the table and its scroll bar
    PagedTableView *m_table;
    StatePanel *m_state;
    Pager *m_pager;
    QToolButton *m_columns;
    QWidget *m_details = nullptr;
    int m_sortColumn = 0;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
    bool m_restored = false;
    bool m_noticeIsOfLoad = false;
};

} // namespace pivotal::ui
