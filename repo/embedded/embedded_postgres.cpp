#include "repo/embedded/embedded_postgres.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"
#include "repo/metrics/log.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThread>
#include <algorithm>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace pivotal::db {

namespace {

constexpr int lockTimeoutMs = 60'000;
constexpr int startTimeoutMs = 60'000;
constexpr int startAttempts = 20;
constexpr unsigned long startRetryMs = 250;
constexpr std::uintmax_t neededBytes = 256ULL * 1024 * 1024;
constexpr qsizetype maxSocketPath = 107; // bytes: of sun_path, but for its NUL

RepositoryError failure(const QString &message, const QString &detail = {})
{
    return {ErrorCode::DatabaseConnection, message, detail};
}

/// Makes the folder private to the server's user.
void makePrivateFolder(const QString &path, const std::optional<ServerUser> &user)
{
    const QByteArray name = QFile::encodeName(path);
    if (!QDir().mkpath(path) || ::chmod(name.constData(), 0700) != 0 || (user && ::chown(name.constData(), user->uid, user->gid) != 0))
        throw failure(Text::tr("Can't create the folder %1 for the embedded database.").arg(path), qt_error_string());
}

/// The server's modules stand beside its programs, by its packager's ways.
bool hasModule(const QString &programs, const QString &name)
{
    for (const char *folder : {"../lib", "../lib/postgresql", "../lib64", "../lib64/pgsql", "../lib/pgsql"})
        if (QFileInfo::exists(programs + u'/' + QLatin1String(folder) + u'/' + name + u".so"_s))
            return true;
    return false;
}

QString firstLineOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readLine()).trimmed() : QString();
}

} // namespace

EmbeddedPostgres::EmbeddedPostgres(QString root) : m_root(std::move(root)) {}

EmbeddedPostgres::~EmbeddedPostgres()
{
    if (!m_inUse)
        return;
    try {
        const FileLock starting = FileLock::lock(path(u"start.lock"_s), FileLock::Mode::Exclusive, lockTimeoutMs);
        m_inUse.reset();
        if (FileLock::tryLock(path(u"in-use.lock"_s), FileLock::Mode::Exclusive))
            stop();
    } catch (const RepositoryError &error) {
        metrics::logger("db")->error("event=embedded_stop_failed error={}", metrics::quoted(error.message));
    }
}

QString EmbeddedPostgres::defaultRoot()
{
    if (const QString chosen = qEnvironmentVariable("PIVOTAL_DATA_DIR"); !chosen.isEmpty())
        return QDir(chosen).absoluteFilePath(u"postgres"_s);
    if (::geteuid() == 0)
        return u"/var/lib/pivotal-console/postgres"_s;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/pivotal-console/postgres"_s;
}

ConnectionOptions EmbeddedPostgres::options(const QString &database) const
{
    return ConnectionOptions::onSocket(path(u"socket"_s), database, u"pivotal"_s);
}

void EmbeddedPostgres::ensureRunning(const Progress &progress)
{
    const auto tell = [&progress](const QString &step) {
        if (progress)
            progress(step);
    };
    const std::lock_guard lock(m_mutex);
    prepareFolders();
    const FileLock starting = FileLock::lock(path(u"start.lock"_s), FileLock::Mode::Exclusive, lockTimeoutMs);
    m_binaries = postgresFolder(firstLineOf(path(u"data/PG_VERSION"_s)));
    if (!QFileInfo::exists(path(u"data/PG_VERSION"_s))) {
        tell(Text::tr("Creating the embedded database…"));
        createCluster();
    }
    if (!isRunning()) {
        tell(Text::tr("Starting the embedded database…"));
        start();
    }
    if (!m_inUse)
        m_inUse = FileLock::lock(path(u"in-use.lock"_s), FileLock::Mode::Shared, lockTimeoutMs);
}

void EmbeddedPostgres::prepareFolders()
{
    const auto isRefused = [](QChar c) { return c == u',' || c.category() == QChar::Other_Control; };
    if (const auto odd = std::find_if(m_root.cbegin(), m_root.cend(), isRefused); odd != m_root.cend()) // libpq takes it for several hosts
        throw failure(Text::tr("The path %1 can't be the embedded database's: PostgreSQL takes no commas and control characters there. Set "
                               "PIVOTAL_DATA_DIR to another one.")
                          .arg(m_root));
    if (QFile::encodeName(path(u"socket/.s.PGSQL.5432"_s)).size() > maxSocketPath)
        throw failure(Text::tr("The path %1 is too long for a Unix socket. Set PIVOTAL_DATA_DIR to a shorter one.").arg(m_root));
    m_user = serverUser();
    makePrivateFolder(m_root, m_user);
    makePrivateFolder(path(u"socket"_s), m_user);
}

void EmbeddedPostgres::createCluster()
{
    std::error_code unknown; // of the space: then initdb finds out
    const auto space = std::filesystem::space(QFile::encodeName(m_root).toStdString(), unknown);
    if (!unknown && space.available < neededBytes)
        throw failure(Text::tr("The disk of %1 has %2 MB free; the embedded database needs %3. Free some space, or set "
                               "PIVOTAL_DATA_DIR to another disk.")
                          .arg(m_root)
                          .arg(space.available >> 20)
                          .arg(neededBytes >> 20));
    // Made aside and renamed when whole, so that a crash in the middle leaves no half cluster.
    const QString unfinished = path(u"data.new"_s);
    QDir(unfinished).removeRecursively();
    // ICU's root collation sorts the names of all scripts as people expect, whatever the machine's locale.
    const ProcessResult result =
        runAs(m_user, m_binaries + u"/initdb"_s,
              {u"--pgdata=data.new"_s, u"--username=pivotal"_s, u"--encoding=UTF8"_s, u"--locale=C.UTF-8"_s, u"--locale-provider=icu"_s,
               u"--icu-locale=und"_s, u"--auth-local=trust"_s, u"--auth-host=reject"_s},
              startTimeoutMs, m_root);
    if (result.exitCode != 0 || !QDir().rename(unfinished, path(u"data"_s)))
        throw failure(Text::tr("Can't create the embedded database in %1.").arg(m_root), result.output.right(600));
}

void EmbeddedPostgres::start()
{
    removeStalePidFile();
    QString settings = u"-c listen_addresses='' -c port=5432 -c unix_socket_directories=../socket "
                       "-c unix_socket_permissions=0700 -c max_connections=60 "
                       "-c shared_buffers=128MB -c max_wal_size=2GB -c wal_level=minimal "
                       "-c max_wal_senders=0 -c log_line_prefix='%m [%p] ' -c logging_collector=off"_s;
    const QString statements = u"pg_stat_statements"_s;
    if (hasModule(m_binaries, statements)) // preloaded though missing, it would keep the server from starting
        settings += u" -c shared_preload_libraries="_s + statements;
    // After a kill -9 of the postmaster its children hold the shared memory for a moment: hence the attempts.
    ProcessResult result;
    for (int attempt = 0; attempt < startAttempts; ++attempt) {
        result = pgCtl({u"start"_s, u"--wait"_s, u"--silent"_s, u"--log=server.log"_s, u"--options="_s + settings}, startTimeoutMs);
        if (result.exitCode == 0 || isRunning())
            return;
        QThread::msleep(startRetryMs);
    }
    throw failure(Text::tr("The embedded database doesn't start. Its log is %1.").arg(path(u"server.log"_s)), logTail());
}

void EmbeddedPostgres::stop()
{
    const ProcessResult result = pgCtl({u"stop"_s, u"--wait"_s, u"--silent"_s, u"--mode=fast"_s}, startTimeoutMs);
    if (result.exitCode != 0)
        metrics::logger("db")->error("event=embedded_stop_failed output={}", metrics::quoted(result.output));
}

/// In the root folder, with names from there: pg_ctl hands them to a shell, which takes quotes and “$” in a path for its own.
ProcessResult EmbeddedPostgres::pgCtl(const QStringList &arguments, int timeoutMs) const
{
    return runAs(m_user, m_binaries + u"/pg_ctl"_s, QStringList{u"--pgdata=data"_s} + arguments, timeoutMs, m_root);
}

bool EmbeddedPostgres::isRunning() const
{
    return runAs(m_user, m_binaries + u"/pg_isready"_s,
                 {u"--quiet"_s, u"--host="_s + path(u"socket"_s), u"--port=5432"_s, u"--username=pivotal"_s}, startTimeoutMs)
               .exitCode
           == 0;
}

QString EmbeddedPostgres::logTail() const
{
    QFile log(path(u"server.log"_s));
    return log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll().right(600)).trimmed() : QString();
}

void EmbeddedPostgres::removeStalePidFile() const
{
    // PostgreSQL takes a pid file for live when any process of its user has that pid, which after a reboot or in a
    // container may be another program.
    const QString pidFile = path(u"data/postmaster.pid"_s);
    const QString pid = firstLineOf(pidFile);
    if (pid.isEmpty())
        return;
    const QString program = firstLineOf(u"/proc/%1/comm"_s.arg(pid));
    if (program != u"postgres"_s && program != u"postmaster"_s)
        QFile::remove(pidFile);
}

} // namespace pivotal::db
