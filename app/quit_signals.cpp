#include "app/quit_signals.h"

#include <QSocketNotifier>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace pivotal::app {

namespace {

constexpr int numbers[]{SIGINT, SIGTERM};

/// The handler writes to the first, the loop reads from the second: a handler may call next to nothing else (signal-safety(7)).
int sockets[2]{-1, -1};

void setAction(int number, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int each : numbers)
        sigaddset(&action.sa_mask, each); // not one within the other
    sigaction(number, &action, nullptr);
}

/// Two may come to two threads at once.
std::atomic_flag isEnding;

void onSignal(int number)
{
    if (isEnding.test_and_set()) {
        setAction(number, SIG_DFL);
        ::raise(number); // ends the process when this returns: until then it is blocked
        return;
    }
    const int error = errno; // of whatever was interrupted
    const auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] const auto written = ::write(sockets[0], &byte, 1);
    errno = error;
}

bool isIgnored(int number)
{
    struct sigaction action = {};
    return sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

} // namespace

QuitSignals::QuitSignals()
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, sockets) != 0)
        return; // then they end the process as ever
    m_notifier = new QSocketNotifier(sockets[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        unsigned char byte = 0;
        if (::read(sockets[1], &byte, 1) == 1)
            Q_EMIT received(byte);
    });
    for (const int number : numbers)
        if (!isIgnored(number))
            setAction(number, onSignal);
}

/// The handler stays: what comes while the embedded server is stopped doesn't end the process in the middle of that.
QuitSignals::~QuitSignals() = default;

} // namespace pivotal::app
