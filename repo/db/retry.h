#pragma once

#include <chrono>

namespace pivotal::db {

/// Exponential back-off with full jitter: before attempt n + 1 wait a random time up to min(cap, base * 2^n).
/// Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
struct RetryPolicy
{
    int maxAttempts = 5;
    std::chrono::milliseconds base{20};
    std::chrono::milliseconds cap{1000};
};

/// How long to wait after so many failed attempts.
[[nodiscard]] std::chrono::milliseconds backOff(const RetryPolicy &policy, int failedAttempts);

} // namespace pivotal::db
