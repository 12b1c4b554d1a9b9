#pragma once

#include "repo/db/connection.h"

#include <QString>
#include <optional>

namespace pivotal::db {

/// How far the server is with an index of this database.
struct BuildProgress
{
    QString index;
    QString phase;     ///< as the server calls it: "building index: scanning table"
    double share = -1; ///< of the phase, 0 … 1; negative where it doesn't tell
};

/// The build that runs now, by whomever; nothing where none does. From pg_stat_progress_create_index, where everybody
/// sees the builds of the users that he may act as.
[[nodiscard]] std::optional<BuildProgress> buildProgress(Connection &connection);

} // namespace pivotal::db
