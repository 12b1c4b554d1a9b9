#pragma once

#include <chrono>

namespace pivotal::cache {

/// A circuit breaker: after some failures in a row a service isn't asked for a while; then one caller tries, and its
/// outcome decides. Not thread-safe. Source: M. Nygard, "Release It!", 2007.
class Breaker
{
public:
    using Clock = std::chrono::steady_clock;

    static constexpr int maxFailures = 3;
    static constexpr std::chrono::milliseconds pause{2'000};

    [[nodiscard]] bool mayTry(Clock::time_point now) const { return m_failures < maxFailures || now >= m_openUntil; }
    void succeeded() { m_failures = 0; }
    void failed(Clock::time_point now)
    {
        ++m_failures;
        m_openUntil = now + pause;
    }

private:
    int m_failures = 0;
    Clock::time_point m_openUntil{};
};

} // namespace pivotal::cache
