#include "ui/widgets/choice_button.h"

#include "ui/widgets/build.h"

#include <QCheckBox>
#include <QMenu>
#include <QWidgetAction>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

/// Answers to a click anywhere in its line, as a menu's entry does.
class MenuCheckBox : public QCheckBox
{
public:
    using QCheckBox::QCheckBox;

protected:
    bool hitButton(const QPoint &position) const override { return rect().contains(position); }
};

} // namespace

ChoiceButton::ChoiceButton(const QString &name, Mode mode, QWidget *parent)
    : QToolButton(parent), m_name(name), m_mode(mode), m_menu(new QMenu(this))
{
    setText(name + u" ▾"_s);
    setAccessibleName(tr("Filter by %1").arg(name.toLower()));
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setMenu(m_menu);
}

void ChoiceButton::setChoices(const QList<Choice> &choices)
{
    m_choices = choices;
    rebuild();
}

void ChoiceButton::setChosen(const QVariantList &values)
{
    m_chosen = values;
    rebuild();
    setStyleProperty(this, "set", !m_chosen.isEmpty());
}

QString ChoiceButton::chosenText() const
{
    QStringList texts;
    for (const Choice &choice : m_choices)
        if (m_chosen.contains(choice.value))
            texts << choice.text;
    return texts.join(u", "_s);
}

void ChoiceButton::rebuild()
{
    m_menu->clear();
    if (m_mode == Mode::One) {
        QAction *any = m_menu->addAction(tr("Any"));
        any->setCheckable(true);
        any->setChecked(m_chosen.isEmpty());
        connect(any, &QAction::triggered, this, [this] { toggle({}, false); });
    }
    for (const Choice &choice : m_choices) {
        if (m_mode == Mode::One) {
            QAction *action = m_menu->addAction(literalText(choice.text));
            action->setCheckable(true);
            action->setChecked(m_chosen.contains(choice.value));
            connect(action, &QAction::triggered, this, [this, value = choice.value] { toggle(value, true); });
            continue;
        }
        // A check box keeps the menu open, so that several can be chosen in one go.
        auto *box = new MenuCheckBox(literalText(choice.text), m_menu);
        box->setAccessibleName(choice.text);
        box->setChecked(m_chosen.contains(choice.value));
        auto *action = new QWidgetAction(m_menu);
        action->setDefaultWidget(box);
        m_menu->addAction(action);
        connect(box, &QCheckBox::toggled, this, [this, value = choice.value](bool on) { toggle(value, on); });
    }
}

void ChoiceButton::toggle(const QVariant &value, bool on)
{
    if (m_mode == Mode::One)
        m_chosen.clear();
    m_chosen.removeAll(value);
    if (on)
        m_chosen.append(value);
    if (m_mode == Mode::One)
        QMetaObject::invokeMethod(
            this, [this] { rebuild(); }, Qt::QueuedConnection); // not under the action that runs
    setStyleProperty(this, "set", !m_chosen.isEmpty());
    Q_EMIT chosenChanged();
}

} // namespace pivotal::ui
