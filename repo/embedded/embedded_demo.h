#pragma once

#include "repo/db/canceller.h"
#include "repo/embedded/embedded_postgres.h"

#include <functional>

namespace pivotal::db {

/// Starts the embedded server and returns its demo database, which is made, migrated and filled at the first time.
/// Blocks; `progress` is told each step. Several consoles may do this at once. `fills` is told whose canceller ends the
/// filling, on this thread, and null when it is over.
[[nodiscard]] ConnectionOptions openEmbeddedDemo(EmbeddedPostgres &server, const EmbeddedPostgres::Progress &progress,
                                                 const std::function<void(Canceller *)> &fills);

} // namespace pivotal::db
