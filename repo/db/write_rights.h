#pragma once

#include "repo/db/connection.h"

#include <QSet>
#include <QString>

namespace pivotal::db {

enum class WriteAction {
    EditUsers,
    CreateUsers,
    ChangeRoles,  ///< who has which
    RecordEvents, ///< and whatever needs an audit row: ending a connection, too
    DeleteEvents,
    BuildIndexes, ///< and any other migration
};

/// What the database user may write there. Who may only read gets everything that reads.
struct WriteRights
{
    bool isStandby = false;
    bool isReadOnlyByDefault = false; ///< default_transaction_read_only
    QString user;
    QSet<QString> missing; ///< "UPDATE users", "owner of users"

    /// Why it can't be done, a sentence; empty where it can, as far as rights on tables and columns tell.
    [[nodiscard]] QString problem(WriteAction action) const;
};

[[nodiscard]] WriteRights probeWriteRights(Connection &connection);

} // namespace pivotal::db
