#pragma once

#include "repo/session/services.h"

#include <QCommandLineParser>

namespace pivotal::app {

/// The services as the environment configures them: DB_TRACE, PIVOTAL_SLOW_MS, REDIS_URL, CACHE_TTL_SECS. Throws
/// VALIDATION_ERROR for a value that can't be read.
///
/// The Redis is the one of the database that the process was started with (`databaseUrl`); a session on another one,
/// opened later, caches in memory.
[[nodiscard]] Services servicesFromEnvironment(const QString &databaseUrl);

} // namespace pivotal::app
