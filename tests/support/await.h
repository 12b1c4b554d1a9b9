#pragma once

#include "repo/paging/delivery.h"

#include <QTest>
#include <optional>
#include <variant>

namespace pivotal::tests {

constexpr int patience = 20'000; // ms; only a failing test waits so long

/// What a future ended in: a value, or a RepositoryError.
template <class T>
struct Outcome
{
    std::optional<T> value;
    std::optional<RepositoryError> error;
};

/// Runs the event loop until the future is delivered.
template <class T>
Outcome<T> await(const QFuture<T> &future)
{
    Outcome<T> outcome;
    QObject context;
    deliver(
        future, &context, [&](const T &value) { outcome.value = value; }, [&](const RepositoryError &error) { outcome.error = error; });
    (void)QTest::qWaitFor([&] { return outcome.value || outcome.error; }, patience);
    return outcome;
}

} // namespace pivotal::tests
