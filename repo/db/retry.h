#pragma once

#include "repo/db/sql_state.h"
#include "repo/domain/repository_error.h"

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

/// Sleeps on the calling (worker) thread before another attempt.
void backOff(const RetryPolicy &policy, int failedAttempts);

/// Calls `unit` until it succeeds, fails otherwise than by 40001 or 40P01, or the attempts are used up
/// (MAX_RETRIES_EXCEEDED, which is how such a failure is already named).
template <class Unit>
auto retrying(const RetryPolicy &policy, Unit unit)
{
    for (int attempt = 1;; ++attempt) {
        try {
            return unit();
        } catch (const RepositoryError &error) {
            if (!isRetryable(error.sqlState) || attempt >= policy.maxAttempts)
                throw;
        }
        backOff(policy, attempt);
    }
}

} // namespace pivotal::db
