#pragma once

#include "repo/db/connection.h"

#include <QString>
#include <QStringList>

namespace pivotal::db {

/// What the server and the database user offer, probed once after connecting. The console uses what is there and says
/// what is not.
struct Capabilities
{
    QString serverVersion; ///< "15.18"
    QString database;
    QString databaseUser;
    bool isStandby = false;
    bool isTls = false;
    bool isPooled = false; ///< behind PgBouncer or another pooler
    QStringList missingTables;
    QStringList missingIndexes; ///< of the seed report's ten

    [[nodiscard]] bool hasTables() const { return missingTables.isEmpty(); }
};

[[nodiscard]] Capabilities probeCapabilities(Connection &connection);

/// The ten indexes of the seed report, by name.
[[nodiscard]] const QStringList &seedIndexes();

} // namespace pivotal::db
