#pragma once

#include "repo/db/embedded_postgres.h"

namespace pivotal::db {

/// Starts the embedded server and returns its demo database, which is made, migrated and filled at the first time.
/// Blocks; `progress` is told each step. Several consoles may do this at once.
[[nodiscard]] ConnectionOptions openEmbeddedDemo(EmbeddedPostgres &server, const EmbeddedPostgres::Progress &progress = {});

} // namespace pivotal::db
