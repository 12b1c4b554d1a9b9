#include "ui/widgets/pager.h"

#include "ui/widgets/build.h"
#include "ui/widgets/eliding_label.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QSignalBlocker>
#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int inputWidth = 96;
constexpr int narrowInputWidth = 64;
constexpr int narrowPager = 560; ///< what is no way to somewhere gives way

} // namespace

Pager::Pager(QWidget *parent)
    : QWidget(parent), m_first(makeIconButton(u"first"_s, tr("First page"), this)),
      m_previous(makeIconButton(u"previous"_s, tr("Previous page"), this)), m_goals(makeMenuButton({}, this)), m_input(new QLineEdit(this)),
      m_of(makeLabel({}, u"secondary"_s, this)), m_next(makeIconButton(u"next"_s, tr("Next page"), this)),
      m_last(makeIconButton(u"last"_s, tr("Last page"), this)), m_sizes(new QComboBox(this)),
      m_range(new ElidingLabel(u"secondary"_s, this))
{
    setObjectName(u"pager"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_input->setAlignment(Qt::AlignRight);
    m_input->setFixedWidth(inputWidth);
    m_input->installEventFilter(this);
    m_goals->setMenu(new QMenu(m_goals));
    m_goals->setAccessibleName(tr("What to go to"));
    addGoal(Goal::Page, tr("Page"));
    addGoal(Goal::Row, tr("Row"));
    addGoal(Goal::Date, tr("Date"));
    m_sizes->setAccessibleName(tr("Rows a page"));
    for (const int size : {20, 50, 100})
        m_sizes->addItem(tr("%1 a page").arg(size), size);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 12, 4);
    row->setSpacing(4);
    row->addWidget(m_first);
    row->addWidget(m_previous);
    row->addWidget(m_goals);
    row->addWidget(m_input);
    row->addWidget(m_of);
    row->addWidget(m_next);
    row->addWidget(m_last);
    row->addSpacing(8);
    row->addWidget(m_sizes);
    row->addStretch();
    row->addWidget(m_range);

    connect(m_first, &QToolButton::clicked, this, [this] { goTo(1); });
    connect(m_previous, &QToolButton::clicked, this, [this] { goTo(m_page - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { goTo(m_page + 1); });
    connect(m_last, &QToolButton::clicked, this, [this] { goTo(pages()); });
    connect(m_input, &QLineEdit::returnPressed, this, &Pager::goToTyped);
    connect(m_input, &QLineEdit::textEdited, this, [this] { setRefused(false); });
    connect(m_sizes, &QComboBox::activated, this, [this] { Q_EMIT pageSizeRequested(m_sizes->currentData().toInt()); });
    setGoal(Goal::Page);
}

void Pager::addGoal(Goal goal, const QString &text)
{
    QAction *action = m_goals->menu()->addAction(text);
    action->setData(int(goal));
    connect(action, &QAction::triggered, this, [this, goal] {
        setGoal(goal);
        focusInput();
    });
}

void Pager::setGoal(Goal goal)
{
    m_goal = goal;
    const QString name = m_goals->menu()->actions().at(int(goal))->text();
    m_goals->setText(name + u" ▾"_s);
    m_input->setAccessibleName(goal == Goal::Page ? tr("Go to page") : goal == Goal::Row ? tr("Go to row") : tr("Go to date"));
    m_input->setPlaceholderText(goal == Goal::Date ? tr("yyyy-mm-dd") : QString());
    restoreInput();
}

void Pager::setCanGoToDate(bool can)
{
    if (m_canGoToDate == can)
        return;
    m_canGoToDate = can;
    m_goals->menu()->actions().at(int(Goal::Date))->setEnabled(can);
    m_input->setToolTip(can ? tr("A page, a row or a date (2026-03-31)") : tr("A page or a row"));
    if (!can && m_goal == Goal::Date)
        setGoal(Goal::Page);
}

void Pager::focusInput()
{
    m_input->setFocus(Qt::ShortcutFocusReason);
    m_input->selectAll();
}

/// Esc takes back what was typed.
bool Pager::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape && m_input->isModified()) {
        event->accept(); // it comes as a key press now
        return true;
    }
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape && cancelInput())
        return true;
    return QWidget::eventFilter(watched, event);
}

bool Pager::cancelInput()
{
    const bool isTyped = m_input->isModified();
    restoreInput();
    return isTyped;
}

void Pager::forgetRefused()
{
    if (m_isRefused)
        restoreInput();
}

void Pager::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < narrowPager;
    m_input->setFixedWidth(isNarrow ? narrowInputWidth : inputWidth);
    m_sizes->setVisible(!isNarrow);
}

void Pager::restoreInput()
{
    m_input->setModified(false);
    setRefused(false);
    update();
}

void Pager::setRefused(bool refused)
{
    setStyleProperty(m_input, "invalid", refused);
    if (std::exchange(m_isRefused, refused) && !refused)
        Q_EMIT badPageGone();
}

qint64 Pager::pages() const
{
    return m_total <= 0 ? 1 : (m_total + m_pageSize - 1) / m_pageSize;
}

void Pager::setTotal(qint64 total, bool isExact)
{
    const bool isAnother = std::exchange(m_total, total) != total;
    m_isTotalExact = isExact;
    m_page = std::min(m_page, pages());
    if (isAnother)
        forgetRefused(); // there may be such a page now
    update();
}

void Pager::setPageSize(int pageSize)
{
    m_pageSize = pageSize;
    const QSignalBlocker blocked(m_sizes);
    m_sizes->setCurrentIndex(m_sizes->findData(pageSize));
    update();
}

void Pager::setPlace(qint64 page, qint64 row, bool isExact)
{
    m_row = row;
    m_isPageExact = isExact;
    setPage(page);
}

void Pager::setSelectedCount(int count)
{
    m_selected = count;
    update();
}

void Pager::setPage(qint64 page)
{
    if (std::exchange(m_page, std::clamp<qint64>(page, 1, pages())) != m_page)
        forgetRefused();
    update();
}

void Pager::goTo(qint64 page)
{
    if (page < 1 || page > pages())
        return;
    restoreInput();
    setPage(page);
    Q_EMIT pageRequested(page);
}

void Pager::goToTyped()
{
    const QString text = m_input->text().trimmed();
    if (goToTypedDate(text))
        return;
    bool isNumber = false;
    const qint64 number = QLocale().toLongLong(text, &isNumber);
    const bool isRow = m_goal == Goal::Row;
    const qint64 last = isRow ? m_total : pages();
    if (m_goal == Goal::Date) {
        refuse(tr("“%1” is no date. Type it as 2026-03-31.").arg(text.left(30)));
    } else if (!isNumber || number < 1 || number > last) {
        refuse(isRow ? tr("There is no row “%1”: rows go from 1 to %L2.").arg(text.left(30)).arg(last)
                     : tr("There is no page “%1”: pages go from 1 to %L2.").arg(text.left(30)).arg(last));
    } else if (isRow) {
        restoreInput();
        Q_EMIT rowRequested(number);
    } else {
        goTo(number);
    }
}

bool Pager::goToTypedDate(const QString &text)
{
    const QDate day = QDate::fromString(text, Qt::ISODate);
    if (!day.isValid() || !m_canGoToDate)
        return false;
    restoreInput();
    Q_EMIT dateRequested(day);
    return true;
}

void Pager::refuse(const QString &message)
{
    m_input->setModified(true);
    setRefused(true);
    Q_EMIT badPage(message);
}

void Pager::update()
{
    const qint64 first = (m_page - 1) * m_pageSize + 1;
    const qint64 last = std::min(m_total, first + m_pageSize - 1);
    if (!m_input->isModified()) // what is being typed is left alone
        m_input->setText(m_goal == Goal::Date ? QString() : QLocale().toString(m_goal == Goal::Row ? m_row : m_page));
    const QString about = m_isTotalExact ? QString() : u"≈ "_s;
    const QString aboutHere = m_isPageExact ? QString() : u"≈ "_s;
    m_of->setText(tr("of %1").arg(m_goal == Goal::Page ? about + QLocale().toString(pages()) : about + QLocale().toString(m_total)));
    m_of->setVisible(m_goal != Goal::Date);
    const QString range = m_total < 0 ? QString()
                          : m_total == 0
                              ? tr("0 of 0")
                              : tr("%1%L2 – %L3 of %4").arg(aboutHere).arg(first).arg(last).arg(about + QLocale().toString(m_total));
    m_range->setText(m_selected > 1 ? tr("%1 · %Ln selected", nullptr, m_selected).arg(range) : range);
    m_range->setToolTip(m_isPageExact ? QString() : tr("Found by its time; the rows before are still being counted."));
    m_first->setEnabled(m_page > 1);
    m_previous->setEnabled(m_page > 1);
    m_next->setEnabled(m_page < pages());
    m_last->setEnabled(m_page < pages());
}

} // namespace pivotal::ui
