#include "ui/actions.h"

#include "ui/theme.h"
#include "ui/widgets/suggestions.h"

#include <QAbstractButton>
#include <QEvent>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

QAction *Actions::add(const QString &id, const QString &text, const QKeySequence &key, const QString &iconName)
{
    Q_ASSERT(!m_byId.contains(id));
    auto *action = new QAction(text, this);
    action->setObjectName(id);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WindowShortcut);
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    const QString keyText = key.toString(QKeySequence::NativeText);
    action->setToolTip(keyText.isEmpty() ? text : u"%1 (%2)"_s.arg(text, keyText));
    if (key != QKeySequence(Qt::Key_Escape)) // which has its own way with an open list
        connect(action, &QAction::triggered, this, [] { Suggestions::close(); });
    m_byId.insert(id, action);
    m_actions.append(action);
    return action;
}

QAction *Actions::add(QObject *context, const QString &id, const QString &text, const QKeySequence &key, const QString &iconName,
                      const std::function<void()> &act)
{
    QAction *action = add(id, text, key, iconName);
    connect(action, &QAction::triggered, context, act);
    return action;
}

void Actions::addAt(QWidget *place, const QString &id, const QString &text, const QKeySequence &key, const QString &iconName,
                    const std::function<void()> &act)
{
    QAction *known = action(id);
    QAction *added = known ? known : add(id, text, key, iconName);
    connect(added, &QAction::triggered, place, [place, act] {
        if (place->isVisible())
            act();
    });
    addPlace(added, place, nullptr);
}

void Actions::addFor(QAbstractButton *button, const QString &id, const QString &text, const QKeySequence &key, const QString &iconName)
{
    QAction *added = add(id, text, key, iconName);
    connect(added, &QAction::triggered, button, &QAbstractButton::click);
    addPlace(added, button, nullptr);
}

void Actions::addFor(QAction *entry, QWidget *place, const QString &id, const QString &text, const QKeySequence &key,
                     const QString &iconName)
{
    QAction *added = add(id, text, key, iconName);
    connect(added, &QAction::triggered, entry, &QAction::trigger);
    connect(entry, &QAction::changed, added, [this, added] { update(added); });
    addPlace(added, place, entry);
}

void Actions::addPlace(QAction *action, QWidget *widget, QAction *entry)
{
    Place &place = m_places[action];
    place.widgets << widget;
    place.entry = entry;
    widget->installEventFilter(this);
    update(action);
}

void Actions::update(QAction *action) const
{
    const Place place = m_places.value(action);
    const bool isThere = std::any_of(place.widgets.cbegin(), place.widgets.cend(),
                                     [](const QWidget *widget) { return widget && widget->isVisible() && widget->isEnabled(); });
    action->setEnabled(isThere && (!place.entry || place.entry->isEnabled()));
}

bool Actions::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide || event->type() == QEvent::EnabledChange)
        for (auto it = m_places.cbegin(); it != m_places.cend(); ++it)
            if (it->widgets.contains(watched))
                update(it.key());
    return QObject::eventFilter(watched, event);
}

QStringList Actions::conflicts() const
{
    QHash<QString, int> uses;
    for (const QAction *action : m_actions)
        for (const QKeySequence &key : action->shortcuts())
            ++uses[key.toString()];
    QStringList twice;
    for (auto it = uses.cbegin(); it != uses.cend(); ++it)
        if (it.value() > 1)
            twice << it.key();
    return twice;
}

} // namespace pivotal::ui
