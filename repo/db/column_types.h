#pragma once

#include "repo/db/connection.h"

#include <QStringList>

namespace pivotal::db {

/// What the columns of the application's tables are like, as far as the console depends on it. In the field they may have been
/// changed since the backend made them.
struct ColumnTypes
{
    /// What the console can't work with, a sentence each; empty where it can. Rows would be missing, or be shown otherwise than
    /// stored.
    QStringList problems;
    QString versionStep; ///< the least interval that users.updatedAt holds, see sql::updateUser
};

[[nodiscard]] ColumnTypes checkColumnTypes(Connection &connection);

} // namespace pivotal::db
