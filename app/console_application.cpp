#include "app/console_application.h"

#include <QElapsedTimer>
#include <QThread>

namespace pivotal::app {

bool ConsoleApplication::notify(QObject *receiver, QEvent *event)
{
    if (!m_metrics || m_depth > 0 || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    QElapsedTimer clock;
    clock.start();
    ++m_depth;
    const bool isHandled = QApplication::notify(receiver, event);
    --m_depth;
    if (m_metrics) // the event may have been the end
        m_metrics->recordGuiEvent(double(clock.nsecsElapsed()) / 1e6);
    return isHandled;
}

} // namespace pivotal::app
