#include "ui/intent_tracker.h"

#include "repo/metrics/operation_context.h"
#include "ui/page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

QString nameOf(const QWidget *widget)
{
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget); button && !button->text().isEmpty())
        return button->text().remove(u'▾').trimmed();
    for (; widget && !widget->isWindow(); widget = widget->parentWidget())
        if (!widget->accessibleName().isEmpty())
            return widget->accessibleName();
    return {};
}

QString pageOf(const QWidget *widget)
{
    for (; widget; widget = widget->parentWidget())
        if (const auto *page = qobject_cast<const Page *>(widget))
            return page->id();
    return {};
}

QString keyText(const QKeyEvent &event)
{
    const bool isTyped = !event.text().trimmed().isEmpty() && !(event.modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    return isTyped ? IntentTracker::tr("typing") : QKeySequence(int(event.modifiers()) | event.key()).toString(QKeySequence::NativeText);
}

bool isModifier(int key)
{
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_Meta || key == Qt::Key_AltGr;
}

} // namespace

IntentTracker::IntentTracker(QObject *parent) : QObject(parent)
{
    qApp->installEventFilter(this);
}

bool IntentTracker::eventFilter(QObject *watched, QEvent *event)
{
    const auto *widget = qobject_cast<const QWidget *>(watched);
    if (!widget)
        return false;
    QString what; // keys by the override: what is a shortcut comes as no key press
    if (event->type() == QEvent::MouseButtonPress)
        what = tr("click");
    else if (event->type() == QEvent::Wheel)
        what = tr("scrolling");
    else if (event->type() == QEvent::ShortcutOverride && !isModifier(static_cast<QKeyEvent *>(event)->key()))
        what = keyText(*static_cast<QKeyEvent *>(event));
    if (!what.isEmpty()) {
        QStringList parts{pageOf(widget), nameOf(widget), what};
        parts.removeAll(QString());
        metrics::setIntent(parts.join(u" › "_s));
    }
    return false;
}

} // namespace pivotal::ui
