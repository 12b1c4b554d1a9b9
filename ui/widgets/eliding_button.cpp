#include "ui/widgets/eliding_button.h"

#include "ui/widgets/build.h"

#include <QEvent>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int maxTextWidth = 220; // px
constexpr int minTextWidth = 56;

QString arrow()
{
    return u" ▾"_s;
}

} // namespace

ElidingButton::ElidingButton(const QString &name, QWidget *parent) : QToolButton(parent)
{
    setAccessibleName(name);
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setWholeText(name);
}

void ElidingButton::setWholeText(const QString &text)
{
    m_whole = text;
    updateGeometry();
    elide();
}

int ElidingButton::frameWidth() const
{
    return QToolButton::sizeHint().width() - fontMetrics().horizontalAdvance(m_shown);
}

QSize ElidingButton::sizeHint() const
{
    const int text =
        qMin(maxTextWidth, fontMetrics().horizontalAdvance(m_whole) + fontMetrics().horizontalAdvance(arrow()) + 1); // each is rounded
    return {frameWidth() + text, QToolButton::sizeHint().height()};
}

QSize ElidingButton::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), frameWidth() + minTextWidth), sizeHint().height()};
}

void ElidingButton::elide()
{
    const int room = (isVisible() ? width() : sizeHint().width()) - frameWidth() - fontMetrics().horizontalAdvance(arrow());
    const QString shown = fontMetrics().elidedText(m_whole, Qt::ElideMiddle, qMax(0, room)) + arrow();
    if (shown == m_shown)
        return;
    m_shown = shown;
    setText(literalText(shown));
}

void ElidingButton::resizeEvent(QResizeEvent *event)
{
    QToolButton::resizeEvent(event);
    elide();
}

void ElidingButton::showEvent(QShowEvent *event)
{
    QToolButton::showEvent(event);
    elide();
}

void ElidingButton::changeEvent(QEvent *event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        elide();
}

} // namespace pivotal::ui
