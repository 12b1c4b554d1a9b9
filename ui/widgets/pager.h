#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace pivotal::ui {

/// First, previous, go to, next, last; rows a page; "n–m of total". It shows where the table is, and leads it.
class Pager : public QWidget
{
    Q_OBJECT

public:
    explicit Pager(QWidget *parent = nullptr);

    void setTotal(qint64 total); ///< -1: unknown
    void setPageSize(int pageSize);
    /// The page that the table shows, from 1.
    void setPage(qint64 page);
    [[nodiscard]] qint64 page() const { return m_page; }
    [[nodiscard]] qint64 pages() const;

    void goTo(qint64 page);

Q_SIGNALS:
    void pageRequested(qint64 page);
    void pageSizeRequested(int pageSize);
    /// The text typed is no page there is.
    void badPage(const QString &message);

private:
    void goToTyped();
    void update();

    QToolButton *m_first;
    QToolButton *m_previous;
    QLineEdit *m_input;
    QLabel *m_of;
    QToolButton *m_next;
    QToolButton *m_last;
    QComboBox *m_sizes;
    QLabel *m_range;
    qint64 m_total = -1;
    qint64 m_page = 1;
    int m_pageSize = 50;
};

} // namespace pivotal::ui
