#include "ui/navigator.h"

#include "ui/nav_rail.h"
#include "ui/page.h"

#include <QStackedWidget>
#include <algorithm>

namespace pivotal::ui {

Navigator::Navigator(QStackedWidget *stack, NavRail *rail, QObject *parent) : QObject(parent), m_stack(stack), m_rail(rail) {}

void Navigator::add(Page *page)
{
    m_pages << page;
    m_stack->addWidget(page);
    connect(page, &Page::placeRequested, this, &Navigator::go);
    connect(page, &Page::countChanged, m_rail, [this, page](qint64 total) { m_rail->setCount(page->id(), total); });
    for (Page *other : std::as_const(m_pages)) {
        connect(page, &Page::written, other, &Page::noteChange);
        if (other != page)
            connect(other, &Page::written, page, &Page::noteChange);
    }
    connect(page, &Page::noteChanged, m_rail, [this, page](const QString &note) { m_rail->setNote(page->id(), note); });
}

Page *Navigator::page(const QString &id) const
{
    const auto found = std::find_if(m_pages.cbegin(), m_pages.cend(), [&id](const Page *each) { return each->id() == id; });
    return found == m_pages.cend() ? m_pages.first() : *found;
}

Page *Navigator::current() const
{
    return qobject_cast<Page *>(m_stack->currentWidget());
}

void Navigator::show(const QString &id)
{
    if (!m_isEnabled)
        return;
    Page *wanted = page(id);
    m_stack->setCurrentWidget(wanted);
    m_rail->setCurrent(wanted->id());
    wanted->focusContent();
    Q_EMIT shown(wanted);
}

void Navigator::go(const Place &place)
{
    if (!m_isEnabled)
        return;
    Page *wanted = page(place.page);
    const Page *left = current();
    const Place before = left ? Place{left->id(), left->state()} : Place();
    if (wanted != left)
        show(place.page);
    if (place.state.isValid())
        wanted->setState(place.state);
    if (left && (wanted != left || wanted->state() != before.state))
        remember(before);
}

void Navigator::goBack()
{
    if (m_history.isEmpty())
        return;
    const Place place = m_history.takeLast();
    show(place.page);
    page(place.page)->setState(place.state);
}

void Navigator::remember(const Place &place)
{
    m_history.append(place);
    if (m_history.size() > maxPlaces)
        m_history.removeFirst();
}

void Navigator::setSession(ConsoleSession *session) const
{
    for (Page *each : m_pages)
        each->setSession(session);
}

QList<QWidget *> Navigator::noticeAreas() const
{
    QList<QWidget *> areas;
    for (Page *each : m_pages)
        areas << each->noticeAreas();
    return areas;
}

QString Navigator::unsavedText() const
{
    QStringList texts;
    for (const Page *each : m_pages)
        texts << each->unsavedText();
    texts.removeAll(QString());
    return texts.join(u' ');
}

void Navigator::discardUnsaved() const
{
    for (Page *each : m_pages)
        each->discardUnsaved();
}

void Navigator::keepForNextTime() const
{
    for (Page *each : m_pages) {
        each->keepUnsaved();
        each->saveLayout();
    }
}

} // namespace pivotal::ui
