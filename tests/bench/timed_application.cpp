#include "tests/bench/timed_application.h"

#include <QElapsedTimer>
#include <utility>

namespace pivotal::bench {

bool TimedApplication::notify(QObject *receiver, QEvent *event)
{
    if (!m_isTiming || m_depth > 0)
        return QApplication::notify(receiver, event);
    Entry entry{0, event->type(), receiver->metaObject()->className()};
    QElapsedTimer clock;
    clock.start();
    ++m_depth;
    const bool isHandled = QApplication::notify(receiver, event);
    --m_depth;
    entry.ms = double(clock.nsecsElapsed()) / 1e6;
    m_entries << entry;
    return isHandled;
}

QList<TimedApplication::Entry> TimedApplication::stop()
{
    m_isTiming = false;
    return std::exchange(m_entries, {});
}

} // namespace pivotal::bench
