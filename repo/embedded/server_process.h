#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <sys/types.h>

namespace pivotal::db {

using namespace Qt::StringLiterals;

/// The unprivileged system user that PostgreSQL runs as when the console is root; PostgreSQL refuses root.
struct ServerUser
{
    QString name;
    uid_t uid = 0;
    gid_t gid = 0;
};

/// Nothing where the console isn't root and the server runs as the same user. Throws where root has nobody to drop to.
[[nodiscard]] std::optional<ServerUser> serverUser();

/// The folder with initdb, pg_ctl and postgres: PIVOTAL_PG_BIN, else the newest below /usr/lib/postgresql (of the
/// given major version, where there is one), else PATH. Throws DATABASE_CONNECTION where there is none.
[[nodiscard]] QString postgresFolder(const QString &majorVersion = {});

struct ProcessResult
{
    int exitCode = -1;
    QString output; ///< standard output and error
};

/// Runs a program of PostgreSQL to its end, as `user` where given, in a `folder` that this user can enter and without what the
/// environment tells libpq. Blocks.
[[nodiscard]] ProcessResult runAs(const std::optional<ServerUser> &user, const QString &program, const QStringList &arguments,
                                  int timeoutMs, const QString &folder = u"/"_s);

} // namespace pivotal::db
