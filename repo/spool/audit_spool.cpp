#include "repo/spool/audit_spool.h"

#include "repo/domain/cuid.h"
#include "repo/domain/repository_error.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QStandardPaths>
#include <QVariant>

namespace pivotal::spool {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::spool::AuditSpool)
};

/// Rolls back unless it was committed.
class SqliteTransaction
{
public:
    explicit SqliteTransaction(QSqlDatabase &database) : m_database(database) {}
    ~SqliteTransaction()
    {
        if (m_isOpen)
            QSqlQuery(m_database).exec(QStringLiteral("ROLLBACK"));
    }
    SqliteTransaction(const SqliteTransaction &) = delete;
    SqliteTransaction &operator=(const SqliteTransaction &) = delete;
    void opened() { m_isOpen = true; }
    void committed() { m_isOpen = false; }

private:
    QSqlDatabase &m_database;
    bool m_isOpen = false;
};

} // namespace

AuditSpool::AuditSpool(const QString &path, int capacity) : m_name(newCuid()), m_path(path), m_capacity(capacity)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder))
        throw RepositoryError(ErrorCode::AuditSpool, Text::tr("The audit spool's folder %1 can't be made.").arg(folder));
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    m_database.setDatabaseName(path);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    try {
        if (!m_database.open())
            throw RepositoryError(ErrorCode::AuditSpool, Text::tr("The audit spool %1 can't be opened.").arg(path),
                                  m_database.lastError().databaseText());
        createTables();
    } catch (const RepositoryError &) {
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
        throw;
    }
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
}

AuditSpool::~AuditSpool()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

void AuditSpool::createTables()
{
    run(QStringLiteral("PRAGMA journal_mode = WAL"));
    run(QStringLiteral("PRAGMA synchronous = FULL"));
    run(QStringLiteral("CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, id TEXT NOT NULL "
                       "UNIQUE, payload TEXT NOT NULL)"));
    run(QStringLiteral("CREATE INDEX IF NOT EXISTS events_by_target ON events (target, seq)"));
    run(QStringLiteral("CREATE TABLE IF NOT EXISTS rejected (id TEXT PRIMARY KEY, target TEXT NOT NULL, payload TEXT NOT NULL, reason TEXT "
                       "NOT NULL, rejected_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)"));
}

void AuditSpool::append(const QString &target, const QList<SpooledEvent> &events)
{
    SqliteTransaction transaction(m_database);
    run(QStringLiteral("BEGIN IMMEDIATE"));
    transaction.opened();
    QSqlQuery count = run(QStringLiteral("SELECT count(*) FROM events"), {});
    count.next();
    if (count.value(0).toLongLong() + events.size() > m_capacity)
        throw RepositoryError(ErrorCode::AuditSpool,
                              Text::tr("The audit spool is full: %L1 events wait for the server. Nothing more is recorded until it "
                                       "can be reached again.").arg(count.value(0).toLongLong()),
                              m_path);
    count.finish();
    for (const SpooledEvent &event : events)
        run(QStringLiteral("INSERT INTO events (target, id, payload) VALUES (?, ?, ?)"), {target, event.id.value, event.payload});
    run(QStringLiteral("COMMIT"));
    transaction.committed();
}

QList<SpooledEvent> AuditSpool::oldest(const QString &target, int limit)
{
    QSqlQuery query = run(QStringLiteral("SELECT id, payload FROM events WHERE target = ? ORDER BY seq LIMIT ?"), {target, limit});
    QList<SpooledEvent> events;
    while (query.next())
        events.append({{query.value(0).toString()}, query.value(1).toString()});
    return events;
}

void AuditSpool::remove(const QList<AuditEventId> &ids)
{
    SqliteTransaction transaction(m_database);
    run(QStringLiteral("BEGIN IMMEDIATE"));
    transaction.opened();
    for (const AuditEventId &id : ids)
        run(QStringLiteral("DELETE FROM events WHERE id = ?"), {id.value});
    run(QStringLiteral("COMMIT"));
    transaction.committed();
}

void AuditSpool::reject(const AuditEventId &id, const QString &reason)
{
    SqliteTransaction transaction(m_database);
    run(QStringLiteral("BEGIN IMMEDIATE"));
    transaction.opened();
    run(QStringLiteral("INSERT OR REPLACE INTO rejected (id, target, payload, reason) SELECT id, target, payload, ? FROM events WHERE id = ?"),
        {reason, id.value});
    run(QStringLiteral("DELETE FROM events WHERE id = ?"), {id.value});
    run(QStringLiteral("COMMIT"));
    transaction.committed();
}

qint64 AuditSpool::depth(const QString &target)
{
    QSqlQuery query = run(QStringLiteral("SELECT count(*) FROM events WHERE target = ?"), {target});
    query.next();
    return query.value(0).toLongLong();
}

qint64 AuditSpool::rejected(const QString &target)
{
    QSqlQuery query = run(QStringLiteral("SELECT count(*) FROM rejected WHERE target = ?"), {target});
    query.next();
    return query.value(0).toLongLong();
}

QString AuditSpool::defaultPath()
{
    const QString name = QStringLiteral("audit-spool.sqlite");
    if (const QString chosen = qEnvironmentVariable("PIVOTAL_DATA_DIR"); !chosen.isEmpty())
        return QDir(chosen).absoluteFilePath(name);
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/pivotal-console/") + name;
}

void AuditSpool::run(const QString &text)
{
    run(text, {});
}

QSqlQuery AuditSpool::run(const QString &text, const QVariantList &binds)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    bool isDone = query.prepare(text);
    for (const QVariant &value : binds)
        query.addBindValue(value);
    isDone = isDone && query.exec();
    if (!isDone)
        throw RepositoryError(ErrorCode::AuditSpool,
                              Text::tr("The audit spool can't be written or read. Events can't be recorded until it can."),
                              query.lastError().databaseText() + QStringLiteral(" (%1)").arg(m_path));
    return query;
}

} // namespace pivotal::spool
