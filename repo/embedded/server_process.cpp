#include "repo/embedded/server_process.h"

#include "repo/db/libpq_environment.h"
#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <algorithm>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

bool hasServer(const QString &folder)
{
    return QFileInfo(folder + u"/postgres"_s).isExecutable() && QFileInfo(folder + u"/initdb"_s).isExecutable();
}

/// Newest first.
QStringList installedFolders(const QString &majorVersion)
{
    const QString base = u"/usr/lib/postgresql"_s;
    QStringList versions = QDir(base).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(versions.begin(), versions.end(), [](const QString &a, const QString &b) { return a.toInt() > b.toInt(); });
    QStringList folders;
    for (const QString &version : std::as_const(versions))
        if (majorVersion.isEmpty() || version == majorVersion)
            folders << base + u'/' + version + u"/bin"_s;
    return folders;
}

} // namespace

std::optional<ServerUser> serverUser()
{
    if (::geteuid() != 0)
        return std::nullopt;
    for (const char *name : {"postgres", "nobody"})
        if (const passwd *entry = ::getpwnam(name))
            return ServerUser{QString::fromLatin1(name), entry->pw_uid, entry->pw_gid};
    throw RepositoryError(ErrorCode::DatabaseConnection,
                          Text::tr("PostgreSQL doesn't run as root, and there is no user “postgres” or “nobody” to run it as."));
}

QString postgresFolder(const QString &majorVersion)
{
    QStringList folders = installedFolders(majorVersion);
    if (const QString chosen = qEnvironmentVariable("PIVOTAL_PG_BIN"); !chosen.isEmpty())
        folders = {chosen};
    else if (const QString found = QStandardPaths::findExecutable(u"initdb"_s); !found.isEmpty())
        folders << QFileInfo(QFileInfo(found).canonicalFilePath()).absolutePath();
    for (const QString &folder : std::as_const(folders))
        if (hasServer(folder))
            return folder;
    const QString wanted = majorVersion.isEmpty() ? Text::tr("PostgreSQL") : Text::tr("PostgreSQL %1").arg(majorVersion);
    throw RepositoryError(ErrorCode::DatabaseConnection,
                          Text::tr("No %1 server is installed here. Install it (on Debian: apt install postgresql), or connect to "
                                   "another server.")
                              .arg(wanted));
}

ProcessResult runAs(const std::optional<ServerUser> &user, const QString &program, const QStringList &arguments, int timeoutMs,
                    const QString &folder)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(folder);
    process.setProcessEnvironment(environmentWithoutLibpq());
    if (user) {
        process.setChildProcessModifier([user = *user] {
            // Between fork and exec: async-signal-safe calls only.
            if (::setgroups(0, nullptr) != 0 || ::setgid(user.gid) != 0 || ::setuid(user.uid) != 0)
                ::_exit(126);
        });
    }
    process.start(program, arguments);
    if (!process.waitForStarted() || !process.waitForFinished(timeoutMs)) {
        process.kill();
        process.waitForFinished(1000);
        return {-1, process.errorString()};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, QString::fromLocal8Bit(process.readAll()).trimmed()};
}

} // namespace pivotal::db
