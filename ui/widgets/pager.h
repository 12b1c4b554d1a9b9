#pragma once

#include <QDate>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace pivotal::ui {

/// First, previous, go to, next, last; rows a page; "n–m of total". It shows where the table is, and leads it. The box takes
/// a page, or as its menu says a row; and a date wherever the rows are in the order of time. "≈" marks what is estimated.
class Pager : public QWidget
{
    Q_OBJECT

public:
    explicit Pager(QWidget *parent = nullptr);

    void setTotal(qint64 total, bool isExact = true); ///< -1: unknown
    void setPageSize(int pageSize);
    /// Where the table is: the page, and the row that is looked at, both from 1.
    void setPlace(qint64 page, qint64 row, bool isExact = true);
    void setCanGoToDate(bool can);
    /// Said beside the range where they are several.
    void setSelectedCount(int count);
    void focusInput();
    /// Esc: takes back what was typed; false where nothing was.
    bool cancelInput();
    /// What was refused isn't what the table is asked for now.
    void forgetRefused();
    [[nodiscard]] qint64 page() const { return m_page; }
    [[nodiscard]] qint64 pages() const;

    void goTo(qint64 page);

Q_SIGNALS:
    void pageRequested(qint64 page);
    void rowRequested(qint64 row); ///< from 1
    void dateRequested(QDate day);
    void pageSizeRequested(int pageSize);
    /// The text typed is no page there is.
    void badPage(const QString &message);
    /// That is in the box no more.
    void badPageGone();

private:
    enum class Goal { Page, Row, Date };

    void addGoal(Goal goal, const QString &text);
    void setGoal(Goal goal);
    void goToTyped();
    [[nodiscard]] bool goToTypedDate(const QString &text);
    void refuse(const QString &message);
    void restoreInput();
    void setRefused(bool refused);
    void setPage(qint64 page);
    void update();

    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

    QToolButton *m_first;
    QToolButton *m_previous;
    QToolButton *m_goals;
    QLineEdit *m_input;
    QLabel *m_of;
    QToolButton *m_next;
    QToolButton *m_last;
    QComboBox *m_sizes;
    QLabel *m_range;
    Goal m_goal = Goal::Page;
    qint64 m_total = -1;
    bool m_isTotalExact = true;
    qint64 m_page = 1;
    qint64 m_row = 1;
    bool m_isPageExact = true;
    bool m_canGoToDate = false;
    bool m_isRefused = false; ///< what is typed
    int m_pageSize = 50;
    int m_selected = 0;
};

} // namespace pivotal::ui
