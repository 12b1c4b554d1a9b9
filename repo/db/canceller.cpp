#include "repo/db/canceller.h"

#include <array>
#include <condition_variable>
#include <libpq-fe.h>
#include <mutex>
#include <sys/socket.h>
#include <thread>

namespace pivotal::db {

struct Canceller::Handle
{
    explicit Handle(pg_conn *connection) : key(PQgetCancel(connection)) {}
    ~Handle() { PQfreeCancel(key); }
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;

    pg_cancel *key;
};

struct Canceller::Flight
{
    std::mutex mutex;
    std::condition_variable done;
    bool isDone = false;
};

Canceller::Canceller() = default;
Canceller::~Canceller() = default;

void Canceller::attach(pg_conn *connection)
{
    const std::lock_guard lock(m_mutex);
    m_handle = std::make_shared<Handle>(connection);
    m_socket = PQsocket(connection);
}

void Canceller::detach()
{
    const std::lock_guard lock(m_mutex);
    m_handle.reset();
    m_flight.reset();
    m_socket = -1;
}

void Canceller::reset()
{
    const std::lock_guard lock(m_mutex);
    m_requested = false;
    m_isCleaningUp = false;
    m_deadline = 0;
    m_dueSince = {};
}

void Canceller::setDeadline(Clock::time_point deadline)
{
    changeDeadline(deadline.time_since_epoch().count());
}

void Canceller::clearDeadline()
{
    changeDeadline(0);
}

/// What was due by the deadline of before isn't by this one. What was requested still is.
void Canceller::changeDeadline(Clock::rep deadline)
{
    const std::lock_guard lock(m_mutex);
    m_deadline = deadline;
    if (reason() != Reason::Requested)
        m_dueSince = {};
}

void Canceller::request()
{
    m_requested = true;
    enforce();
}

Canceller::Reason Canceller::reason() const
{
    if (m_requested && !m_isCleaningUp)
        return Reason::Requested;
    const Clock::rep deadline = m_deadline;
    return deadline && Clock::now().time_since_epoch().count() > deadline ? Reason::Deadline : Reason::None;
}

bool Canceller::beginCleanup(std::chrono::milliseconds limit)
{
    m_isCleaningUp = true;
    setDeadline(Clock::now() + limit);
    return waitUntilIdle();
}

void Canceller::endCleanup()
{
    clearDeadline();
    m_isCleaningUp = false;
}

void Canceller::enforce()
{
    if (reason() == Reason::None)
        return;
    const std::lock_guard lock(m_mutex);
    if (!m_handle || reason() == Reason::None) // the deadline may have changed just now
        return;
    const auto now = Clock::now();
    if (m_dueSince == Clock::time_point{})
        m_dueSince = now;
    if (now - m_dueSince > abandonAfter)
        ::shutdown(m_socket, SHUT_RDWR); // the connection's own thread finds it broken, and closes it
    else
        send();
}

/// PQcancel opens a connection of its own and waits for the server to close it, without a time limit. So it has a
/// thread that nobody joins; that holds only what it shares.
void Canceller::send()
{
    if (m_flight) {
        const std::lock_guard lock(m_flight->mutex);
        if (!m_flight->isDone)
            return;
    }
    m_flight = std::make_shared<Flight>();
    std::thread([handle = m_handle, flight = m_flight] {
        std::array<char, 256> problem{};
        PQcancel(handle->key, problem.data(), int(problem.size())); // a failure means there is nothing left to cancel
        const std::lock_guard lock(flight->mutex);
        flight->isDone = true;
        flight->done.notify_all();
    }).detach();
}

bool Canceller::waitUntilIdle()
{
    std::shared_ptr<Flight> flight;
    {
        const std::lock_guard lock(m_mutex);
        flight = m_flight;
    }
    if (!flight)
        return true;
    std::unique_lock lock(flight->mutex);
    return flight->done.wait_for(lock, std::chrono::seconds(1), [&flight] { return flight->isDone; });
}

} // namespace pivotal::db
