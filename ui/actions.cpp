#include "ui/actions.h"

#include "ui/theme.h"

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
    action->setToolTip(keyText.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, keyText));
    m_byId.insert(id, action);
    m_actions.append(action);
    return action;
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
