#pragma once

#include <functional>

namespace pivotal::db {

/// Runs what blocks at the end of something (joining threads, closing connections) on a thread of its own, so that the
/// GUI thread doesn't wait for it.
void closeBehind(std::function<void()> end);

/// Blocks until all of that is over: for the end of main(), after the event loop.
void waitForClosed();

} // namespace pivotal::db
