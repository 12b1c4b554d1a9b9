#include "ui/nav_rail.h"

#include "ui/widgets/build.h"

#include <QAction>
#include <QBoxLayout>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int wide = 196;
constexpr int narrow = 56;

} // namespace

NavRail::NavRail(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    setObjectName(u"rail"_s);
    setAttribute(Qt::WA_StyledBackground);
    setFixedWidth(wide);
    m_column->setContentsMargins(8, 12, 8, 12);
    m_column->setSpacing(2);
    m_column->addStretch();
}

void NavRail::addEntry(const QString &id, QAction *action, const QString &label)
{
    auto *button = new QToolButton(this);
    button->setProperty("nav", true);
    button->setCheckable(true);
    button->setAutoExclusive(true);
    button->setIcon(action->icon());
    button->setIconSize({16, 16});
    button->setText(u"  "_s + label); // the style has no gap between icon and text
    button->setToolTip(action->toolTip());
    button->setAccessibleName(label);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(button, &QToolButton::clicked, action, &QAction::trigger);
    auto *count = makeLabel({}, u"secondary"_s, button);
    auto *inner = new QHBoxLayout(button);
    inner->setContentsMargins(0, 0, 10, 0);
    inner->addStretch();
    inner->addWidget(count);
    m_column->insertWidget(m_column->count() - 1, button);
    m_entries.insert(id, {button, count, label});
}

void NavRail::setCurrent(const QString &id)
{
    m_entries.value(id).button->setChecked(true);
}

void NavRail::setCount(const QString &id, qint64 count)
{
    m_entries.value(id).count->setText(count < 0 ? QString() : QLocale().toString(count));
}

void NavRail::setNote(const QString &id, const QString &note)
{
    m_entries.value(id).count->setText(note);
}

QString NavRail::note(const QString &id) const
{
    return m_entries.value(id).count->text();
}

void NavRail::setNarrow(bool isNarrow)
{
    if (m_narrow == isNarrow)
        return;
    m_narrow = isNarrow;
    setFixedWidth(isNarrow ? narrow : wide);
    for (const Entry &entry : std::as_const(m_entries)) {
        entry.button->setToolButtonStyle(isNarrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
        entry.count->setVisible(!isNarrow);
    }
}

} // namespace pivotal::ui
