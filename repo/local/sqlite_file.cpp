#include "repo/local/sqlite_file.h"

#include "repo/domain/cuid.h"
#include "repo/domain/text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace pivotal::local {

namespace {

constexpr int busyTimeoutMs = 5'000;
const QString syncAtCommit = u"PRAGMA synchronous = FULL"_s;
const QString syncLater = u"PRAGMA synchronous = NORMAL"_s;

} // namespace

SqliteFile::SqliteFile(const QString &path, const SqliteOptions &options) : m_connection(newCuid()), m_path(path), m_options(options)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder))
        throw RepositoryError(m_options.code, Text::tr("The folder %1 of the %2 can't be made.").arg(folder, m_options.name));
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    try {
        open();
    } catch (const RepositoryError &) {
        m_database = {};
        QSqlDatabase::removeDatabase(m_connection);
        throw;
    }
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
}

SqliteFile::~SqliteFile()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
}

void SqliteFile::open()
{
    m_database.setDatabaseName(m_path);
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyTimeoutMs));
    if (!m_database.open())
        throw RepositoryError(m_options.code, Text::tr("The %1 %2 can't be opened.").arg(m_options.name, m_path),
                              m_database.lastError().databaseText());
    switchToWal();
    run(u"PRAGMA cache_size = -256"_s);        // KiB: what is written is hardly read again, and 2 MB would be kept of it
    run(u"PRAGMA wal_autocheckpoint = 100"_s); // pages: a log that is written over syncs sooner than one that grows
    run(m_options.isDurable ? syncAtCommit : syncLater);
}

/// Of two that switch a new file at once, SQLite refuses one without waiting: the busy timeout isn't for what could be a deadlock.
void SqliteFile::switchToWal()
{
    if (isWal())
        return;
    QLockFile switching(m_path + u".lock"_s);
    if (!switching.tryLock(busyTimeoutMs) && switching.error() == QLockFile::LockFailedError)
        throw RepositoryError(m_options.code,
                              Text::tr("Another program has kept the %1 %2 locked for too long.").arg(m_options.name, m_path));
    run(u"PRAGMA journal_mode = WAL"_s);
}

bool SqliteFile::isWal()
{
    QSqlQuery mode = run(u"PRAGMA journal_mode"_s);
    return mode.next() && mode.value(0).toString() == QLatin1String("wal");
}

QSqlQuery SqliteFile::run(const QString &text, const QVariantList &binds)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    bool isDone = query.prepare(text);
    for (const QVariant &value : binds)
        query.addBindValue(value);
    isDone = isDone && query.exec();
    if (!isDone)
        throw RepositoryError(m_options.code, Text::tr("The %1 can't be written or read.").arg(m_options.name),
                              query.lastError().databaseText() + u" (%1)"_s.arg(m_path));
    return query;
}

SqliteFile::Transaction::Transaction(SqliteFile &file, Sync sync) : m_file(file)
{
    if (m_file.m_options.isDurable)
        m_file.run(sync == Sync::AtCommit ? syncAtCommit : syncLater); // before it begins: SQLite refuses the change in one
    m_file.run(u"BEGIN IMMEDIATE"_s);
}

SqliteFile::Transaction::~Transaction()
{
    if (m_isOpen)
        QSqlQuery(m_file.m_database).exec(u"ROLLBACK"_s);
}

void SqliteFile::Transaction::commit()
{
    m_file.run(u"COMMIT"_s);
    m_isOpen = false;
}

QString SqliteFile::defaultPath(const QString &name)
{
    if (const QString chosen = qEnvironmentVariable("PIVOTAL_DATA_DIR"); !chosen.isEmpty())
        return QDir(chosen).absoluteFilePath(name);
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/pivotal-console/"_s + name;
}

} // namespace pivotal::local
