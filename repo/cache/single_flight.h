#pragma once

#include <QHash>
#include <QString>
#include <any>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace pivotal::cache {

/// Callers that want the same thing at the same time share one load: the first does it, the others wait for it. Where
/// the first gives up because nobody waits for it any more, the next one does it. Any thread; blocks.
class SingleFlight
{
public:
    using Load = std::function<std::any()>;
    /// Called now and then while waiting; throws where the caller is not wanted any more.
    using Checkpoint = std::function<void()>;

    [[nodiscard]] std::any run(const QString &key, const Load &load, const Checkpoint &checkpoint);

private:
    struct Flight
    {
        bool isDone = false;
        bool isAbandoned = false;
        std::any value;
        std::exception_ptr error;
    };

    std::any lead(const QString &key, const std::shared_ptr<Flight> &flight, const Load &load);
    /// Nothing where the leader gave up.
    std::optional<std::any> follow(const std::shared_ptr<Flight> &flight, const Checkpoint &checkpoint);

    std::mutex m_mutex; ///< guards the flights
    std::condition_variable m_done;
    QHash<QString, std::shared_ptr<Flight>> m_flights;
};

} // namespace pivotal::cache
