#pragma once

#include <QProcessEnvironment>
#include <QString>

namespace pivotal::db {

/// What PGSERVICE names, where it does. From the first call on it is out of the environment, with the other variables that
/// libpq heeds whatever a connection's keywords say (PGTZ, PGDATESTYLE, PGGEQO): so a connection can leave the environment
/// alone, as the embedded server's have to. Any thread; main() calls it before there are others.
[[nodiscard]] QString takeService();

/// The environment of this process for a program of PostgreSQL that nothing in it may lead astray.
[[nodiscard]] QProcessEnvironment environmentWithoutLibpq();

} // namespace pivotal::db
