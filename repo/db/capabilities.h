#pragma once

#include "repo/db/connection.h"
#include "repo/db/write_rights.h"

#include <QString>
#include <QStringList>

namespace pivotal::db {

using namespace Qt::StringLiterals;

/// What the server and the database user offer, probed once after connecting. The console uses what is there and says
/// what is not.
struct Capabilities
{
    QString serverVersion; ///< "15.18"
    QString database;
    QString server; ///< "host:port/database": the one that was reached
    QString schema; ///< of the application's tables, where the URL names one that isn't public
    QString databaseUser;
    QString systemIdentifier; ///< of the cluster, the same on its standbys; empty where the user may not see it
    bool isStandby = false;
    bool isTls = false;
    bool isPooled = false;                    ///< behind PgBouncer or another pooler
    bool canFold = false;                     ///< search by idx_users_search, whatever the accents
    bool hasTrigrams = false;                 ///< pg_trgm can be had
    QString versionStep = u"1 millisecond"_s; ///< see sql::updateUser
    QStringList missingTables;
    QStringList columnProblems; ///< see ColumnTypes: where there are any, the console works on none of it
    bool hasRawBytes = false;   ///< the encoding is SQL_ASCII: texts may hold bytes that are no UTF-8
    WriteRights rights;

    /// Tells this database from any other, wherever it can be reached at the moment.
    [[nodiscard]] QString identity() const
    {
        const QString whole = systemIdentifier + u'/' + database;
        return schema.isEmpty() ? whole : whole + u'/' + schema;
    }
    /// Why it can't be done, a sentence; empty where it can.
    [[nodiscard]] QString writeProblem(WriteAction action) const { return rights.problem(action); }
    [[nodiscard]] bool hasTables() const { return missingTables.isEmpty(); }
};

[[nodiscard]] Capabilities probeCapabilities(Connection &connection);

/// The ten indexes of the seed report, by name.
[[nodiscard]] const QStringList &seedIndexes();

} // namespace pivotal::db
