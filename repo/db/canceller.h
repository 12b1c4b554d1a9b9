#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>

struct pg_conn;

namespace pivotal::db {

/// Ends what runs on one libpq connection: on request, or when its deadline has passed. Thread-safe; nothing here
/// blocks but `settle`. A cancel that comes between two statements hits nothing, so `enforce` repeats it, until
/// the operation is over.
class Canceller
{
public:
    using Clock = std::chrono::steady_clock;
    enum class Reason { None, Requested, Deadline };

    Canceller();
    ~Canceller();
    Canceller(const Canceller &) = delete;
    Canceller &operator=(const Canceller &) = delete;

    /// By the connection's own thread, after it opened and before it closes.
    void attach(pg_conn *connection);
    void detach();

    /// A new operation: nothing is asked of it yet.
    void reset();
    void setDeadline(Clock::time_point deadline);
    void clearDeadline();
    /// From any thread: the operation is not wanted any more.
    void request();
    /// From any thread, now and then while an operation runs: sends the cancel that is due, and breaks the connection
    /// where the server hasn't answered `abandonAfter` later, as on a stalled network.
    void enforce();
    /// Why the running operation has to end, if it has to.
    [[nodiscard]] Reason reason() const;
    /// Waits until no cancel is under way, so that none can hit the next operation; false where it doesn't come
    /// back in time, and the connection has to go.
    [[nodiscard]] bool waitUntilIdle();

    /// By the connection's own thread: from here on what was requested doesn't count, so that it can tidy up behind itself,
    /// within that limit; false where a cancel is still under way. `endCleanup` takes it back.
    [[nodiscard]] bool beginCleanup(std::chrono::milliseconds limit);
    void endCleanup();

    static constexpr std::chrono::milliseconds abandonAfter{3'000};

private:
    struct Handle; ///< libpq's cancel key, shared with the threads that send it
    struct Flight; ///< a cancel under way

    void changeDeadline(Clock::rep deadline);
    void send();

    mutable std::mutex m_mutex; ///< guards what is below, but for the atomics
    std::shared_ptr<Handle> m_handle;
    std::shared_ptr<Flight> m_flight;
    int m_socket = -1;
    Clock::time_point m_dueSince{};
    std::atomic<bool> m_requested = false;
    std::atomic<bool> m_isCleaningUp = false;
    std::atomic<Clock::rep> m_deadline = 0; ///< of Clock's epoch, 0: none
};

} // namespace pivotal::db
