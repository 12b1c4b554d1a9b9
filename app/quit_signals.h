#pragma once

#include <QObject>

class QSocketNotifier;

namespace pivotal::app {

/// SIGINT and SIGTERM, in the event loop: an application ends by them in its ordinary way. Once; another one, of either
/// kind, ends the process at once. One that was ignored when the process was started (nohup, a shell's background job) stays so.
class QuitSignals : public QObject
{
    Q_OBJECT

public:
    /// One in a process, with an application. One that comes before the loop runs is told in it.
    QuitSignals();
    ~QuitSignals() override;

Q_SIGNALS:
    /// SIGINT or SIGTERM.
    void received(int number);

private:
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace pivotal::app
