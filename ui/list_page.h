#pragma once

#include "models/paged_table_model.h"
#include "repo/domain/sort.h"
#include "ui/page.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/paged_table_view.h"

#include <QFuture>

class QDate;
class QHBoxLayout;
class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace pivotal::ui {

class MissingIndexHint;
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
    virtual void focusSearch() = 0;
    void addActions(Actions &actions) override;
    void refresh() override;
    /// Esc: stops what is loading, else goes back to the table, else closes the details.
    void cancel() override;
    void focusContent() override { m_table->setFocus(); }
    void goToPage(qint64 step); ///< relative
    void goToEnd(bool last);
    void setPageSize(int pageSize);
    /// The indexes that the current query would be faster with are looked up again.
    void showMissingIndexes();
    [[nodiscard]] MissingIndexHint *missingIndexHint() const { return m_missing; }
    void focusPager();
    /// Hidden details have no keyboard.
    void setDetailsShown(bool shown);
    [[nodiscard]] bool areDetailsShown() const;
    /// Asks again how many there are without a filter, where the rows on screen don't tell.
    void countUnfiltered();
    void saveLayout() override;
    [[nodiscard]] QList<QWidget *> noticeAreas() override;
Q_SIGNALS:
    void pageSizeChanged(int pageSize);

protected:
    void connectSession(ConsoleSession &session) override;
    void addToTitle(QWidget *widget);
    /// Between the count and what stands at the right: its coming and going moves nothing.
    void addBesideCount(QWidget *widget);
    void setFilterBar(QWidget *bar, QWidget *chips);
    /// Where they have given way to the rows.
    void showFilters();
    /// `body`: what of them a notice may cover.
    void setDetails(QWidget *details, QWidget *body);
    /// The text beside the title for this many rows; `number` is how they are written, "≈ 9.1 M", and `plural` what its plural
    /// form goes by.
    [[nodiscard]] virtual QString countText(const QString &number, int plural) const = 0;
    [[nodiscard]] virtual QFuture<qint64> countAll() const = 0;
    [[nodiscard]] virtual QStringList missingIndexes() const = 0; ///< of the current query
    [[nodiscard]] virtual bool isFiltered() const = 0;
    virtual void clearFilter() = 0;
    [[nodiscard]] virtual bool canSort(int column) const = 0;
    virtual void sortBy(int column, Qt::SortOrder order) = 0;
    /// Marks the column that the rows are sorted by.
    void showSort(int column, Qt::SortOrder order);
    void showSort(int column, SortDirection direction)
    {
        showSort(column, direction == SortDirection::Descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
    /// Another row is current; empty for none.
    virtual void showDetails(const QString &id) = 0;
    /// Whose details are shown; empty for none.
    [[nodiscard]] virtual QString detailsId() const = 0;
    /// They may give way to another row's by themselves: nothing is being typed there.
    [[nodiscard]] virtual bool canReplaceDetails() const { return true; }
    /// Where the order is by time: the instant from which the rows of a day come, in that order.
    [[nodiscard]] virtual Instant startOf(QDate day) const = 0;

    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void buildTitle(const QString &title);
    void buildTable();
    void connectTable();
    void connectPager();
    void onTotal(qint64 total);
    void goToRow(qint64 row);
    void goToFoundRow(qint64 row);
    void showPlace();
    void onBadPage(const QString &message);
    void onCountFailed(const RepositoryError &error);
    void goToDate(QDate day);
    void selectFirst();
    void agree();
    void onRangeLeftOut(qint64 rows);
    void addDetailsTitle(QWidget *details);
    void onHeaderClicked(int column);
    void fillColumnsMenu();
    void orient();
    void setExclusive(bool exclusive);
    void setLow(bool low);
    void focusDetails();

    models::PagedTableModel *m_model;
    QVBoxLayout *m_column;
    QHBoxLayout *m_titleRow;
    QLabel *m_count;
    MissingIndexHint *m_missing;
    NoticeBar *m_notice;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    QWidget *m_rows; ///< the table and its scroll bar
    PagedTableView *m_table;
    StatePanel *m_state;
    Pager *m_pager;
    QToolButton *m_columns;
    QToolButton *m_showDetails;
    QToolButton *m_closeDetails;
    QToolButton *m_filtersButton; ///< of a low window, where the filters are hidden until they are wanted
    QWidget *m_filterBar = nullptr;
    QWidget *m_card = nullptr; ///< the table's
    QWidget *m_details = nullptr;
    QWidget *m_detailsBody = nullptr;
    bool m_wantsDetails = true;
    bool m_isExclusive = false; ///< the window has no room for both: the details take the table's place
    int m_sortColumn = 0;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
    bool m_restored = false;
    bool m_noticeIsOfLoad = false;
    QString m_badPage; ///< what the notice says of one that was typed and isn't there
    /// The page that was asked for, while the table stands where that has put it: the last pages may not reach the top.
    struct Asked
    {
        qint64 page = 0;
        qint64 top = 0;
    };
    std::optional<Asked> m_asked;
    QFuture<qint64> m_counting;
};

} // namespace pivotal::ui
