#include "app/console_application.h"

#include <QElapsedTimer>
#include <QThread>
#include <utility>

namespace pivotal::app {

/// A menu runs a loop of its own within the press that opened it: the events of that loop count, the press, which lasts until
/// the menu is closed, doesn't.
bool ConsoleApplication::notify(QObject *receiver, QEvent *event)
{
    if (QThread::currentThread() != thread() || !m_metrics)
        return QApplication::notify(receiver, event);
    const int level = thread()->loopLevel();
    if (level <= m_level)
        return QApplication::notify(receiver, event); // within an event that is measured
    const int outer = std::exchange(m_level, level);
    const quint64 before = ++m_measured;
    QElapsedTimer clock;
    clock.start();
    const bool isHandled = QApplication::notify(receiver, event);
    m_level = outer;
    if (m_metrics && m_measured == before) // the event may have been the end
        m_metrics->recordGuiEvent(double(clock.nsecsElapsed()) / 1e6);
    return isHandled;
}

} // namespace pivotal::app
