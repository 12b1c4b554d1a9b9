#include "repo/cache/single_flight.h"

#include "repo/domain/repository_error.h"

#include <chrono>

namespace pivotal::cache {

namespace {

constexpr std::chrono::milliseconds checkInterval{20};

} // namespace

std::any SingleFlight::run(const QString &key, const Load &load, const Checkpoint &checkpoint)
{
    for (;;) {
        std::shared_ptr<Flight> flight;
        bool isLeader = false;
        {
            const std::lock_guard lock(m_mutex);
            auto &known = m_flights[key];
            isLeader = !known;
            if (isLeader)
                known = std::make_shared<Flight>();
            flight = known;
        }
        if (isLeader)
            return lead(key, flight, load);
        if (auto value = follow(flight, checkpoint))
            return *value;
    }
}

std::any SingleFlight::lead(const QString &key, const std::shared_ptr<Flight> &flight, const Load &load)
{
    std::any value;
    std::exception_ptr error;
    bool isAbandoned = false;
    try {
        value = load();
    } catch (const RepositoryError &failure) {
        error = std::current_exception();
        isAbandoned = failure.code == ErrorCode::Cancelled;
    } catch (...) {
        error = std::current_exception();
    }
    {
        const std::lock_guard lock(m_mutex);
        flight->value = value;
        flight->error = error;
        flight->isAbandoned = isAbandoned;
        flight->isDone = true;
        m_flights.remove(key);
    }
    m_done.notify_all();
    if (error)
        std::rethrow_exception(error);
    return value;
}

std::optional<std::any> SingleFlight::follow(const std::shared_ptr<Flight> &flight, const Checkpoint &checkpoint)
{
    std::unique_lock lock(m_mutex);
    while (!m_done.wait_for(lock, checkInterval, [&flight] { return flight->isDone; })) {
        lock.unlock();
        checkpoint();
        lock.lock();
    }
    if (flight->isAbandoned)
        return std::nullopt;
    if (flight->error)
        std::rethrow_exception(flight->error);
    return flight->value;
}

} // namespace pivotal::cache
