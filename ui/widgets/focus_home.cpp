#include "ui/widgets/focus_home.h"

#include <QApplication>
#include <QWidget>
#include <algorithm>

namespace pivotal::ui {

FocusHome::FocusHome(QWidget *home, const QList<QWidget *> &areas) : QObject(home), m_home(home), m_areas(areas.cbegin(), areas.cend())
{
    connect(qApp, &QApplication::focusChanged, this, &FocusHome::onFocusChanged);
}

void FocusHome::onFocusChanged(QWidget *old)
{
    const bool isGone = old && old != m_home && !(old->isVisible() && old->isEnabled());
    if (isGone && m_home->isVisible() && isInside(old)) // where all is hidden, another page has come
        m_home->setFocus(Qt::OtherFocusReason);
}

bool FocusHome::isInside(const QWidget *widget) const
{
    return std::any_of(m_areas.cbegin(), m_areas.cend(),
                       [widget](const QPointer<QWidget> &area) { return area && area->isAncestorOf(widget); });
}

} // namespace pivotal::ui
