#include "ui/widgets/pick_button.h"

#include "ui/widgets/build.h"

#include <QActionGroup>
#include <QMenu>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

PickButton::PickButton(const QString &name, const QString &prefix, QWidget *parent)
    : QToolButton(parent), m_name(name), m_prefix(prefix), m_menu(new QMenu(this))
{
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setToolTip(name);
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &PickButton::fillMenu);
}

void PickButton::setChoices(const QList<Choice> &choices)
{
    if (choices == m_choices)
        return;
    m_choices = choices;
    const bool isOffered = std::any_of(choices.cbegin(), choices.cend(), [this](const Choice &each) { return each.value == m_picked; });
    if (!isOffered && !choices.isEmpty())
        m_picked = choices.first().value;
    render();
}

void PickButton::setPicked(const QVariant &value)
{
    m_picked = value;
    render();
}

void PickButton::setInstead(const QString &text)
{
    m_instead = text;
    render();
}

void PickButton::render()
{
    QString shown = m_instead;
    for (const Choice &choice : std::as_const(m_choices))
        if (shown.isEmpty() && choice.value == m_picked)
            shown = choice.text;
    setText(literalText(m_prefix + shown) + u" ▾"_s);
    setAccessibleName(u"%1: %2"_s.arg(m_name, shown));
}

void PickButton::fillMenu()
{
    m_menu->clear();
    delete m_menu->findChild<QActionGroup *>();
    auto *one = new QActionGroup(m_menu);
    for (const Choice &choice : m_choices) {
        QAction *action = m_menu->addAction(literalText(choice.text));
        action->setCheckable(true);
        one->addAction(action);
        action->setChecked(m_instead.isEmpty() && choice.value == m_picked);
        connect(action, &QAction::triggered, this, [this, value = choice.value] {
            setPicked(value);
            Q_EMIT pickedChanged();
        });
    }
}

} // namespace pivotal::ui
