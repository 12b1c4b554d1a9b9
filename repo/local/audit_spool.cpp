#include "repo/local/audit_spool.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

#include <QSqlQuery>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace pivotal::local {

AuditSpool::AuditSpool(const QString &path, int capacity)
    : m_path(path), m_capacity(capacity), m_file(path, {ErrorCode::AuditSpool, Text::tr("audit spool"), true})
{
    m_file.run(u"CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, id TEXT NOT NULL "
               "UNIQUE, payload TEXT NOT NULL)"_s);
    m_file.run(u"CREATE INDEX IF NOT EXISTS events_by_target ON events (target, seq)"_s);
    m_file.run(u"CREATE TABLE IF NOT EXISTS rejected (id TEXT PRIMARY KEY, target TEXT NOT NULL, payload TEXT NOT NULL, reason TEXT "
               "NOT NULL, rejected_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)"_s);
}

void AuditSpool::append(const QString &target, const QList<SpooledEvent> &events)
{
    SqliteFile::Transaction transaction(m_file);
    QSqlQuery count = m_file.run(u"SELECT count(*) FROM events"_s);
    count.next();
    if (count.value(0).toLongLong() + events.size() > m_capacity)
        throw RepositoryError(ErrorCode::AuditSpool,
                              Text::tr("The audit spool is full: %L1 events wait for the server. Nothing more is recorded until it "
                                       "can be reached again.")
                                  .arg(count.value(0).toLongLong()),
                              m_path);
    count.finish();
    for (const SpooledEvent &event : events)
        m_file.run(u"INSERT INTO events (target, id, payload) VALUES (?, ?, ?)"_s, {target, event.id.value, event.payload});
    transaction.commit();
}

QList<SpooledEvent> AuditSpool::oldest(const QString &target, int limit)
{
    QSqlQuery query = m_file.run(u"SELECT id, payload FROM events WHERE target = ? ORDER BY seq LIMIT ?"_s, {target, limit});
    QList<SpooledEvent> events;
    while (query.next())
        events.append({{query.value(0).toString()}, query.value(1).toString()});
    return events;
}

/// One that comes back is sent again, to no effect.
void AuditSpool::remove(const QList<AuditEventId> &ids)
{
    SqliteFile::Transaction transaction(m_file, SqliteFile::Sync::Later);
    for (const AuditEventId &id : ids)
        m_file.run(u"DELETE FROM events WHERE id = ?"_s, {id.value});
    transaction.commit();
}

void AuditSpool::reject(const AuditEventId &id, const QString &reason)
{
    SqliteFile::Transaction transaction(m_file);
    m_file.run(u"INSERT OR REPLACE INTO rejected (id, target, payload, reason) SELECT id, target, payload, ? FROM events WHERE id = ?"_s,
               {reason, id.value});
    m_file.run(u"DELETE FROM events WHERE id = ?"_s, {id.value});
    transaction.commit();
}

qint64 AuditSpool::depth(const QString &target)
{
    QSqlQuery query = m_file.run(u"SELECT count(*) FROM events WHERE target = ?"_s, {target});
    query.next();
    return query.value(0).toLongLong();
}

qint64 AuditSpool::rejected(const QString &target)
{
    QSqlQuery query = m_file.run(u"SELECT count(*) FROM rejected WHERE target = ?"_s, {target});
    query.next();
    return query.value(0).toLongLong();
}

QList<RejectedEvent> AuditSpool::rejectedEvents(const QString &target, int limit)
{
    QSqlQuery query = m_file.run(u"SELECT id, payload, reason, strftime('%Y-%m-%dT%H:%M:%SZ', rejected_at) FROM rejected WHERE target = ? "
                                 "ORDER BY rejected_at DESC, id LIMIT ?"_s,
                                 {target, limit});
    QList<RejectedEvent> events;
    while (query.next())
        events.append({{query.value(0).toString()}, query.value(1).toString(), query.value(2).toString(), query.value(3).toString()});
    return events;
}

void AuditSpool::takeBack(const QList<AuditEventId> &ids)
{
    SqliteFile::Transaction transaction(m_file);
    for (const AuditEventId &id : ids) {
        m_file.run(u"INSERT OR IGNORE INTO events (target, id, payload) SELECT target, id, payload FROM rejected WHERE id = ?"_s,
                   {id.value});
        m_file.run(u"DELETE FROM rejected WHERE id = ?"_s, {id.value});
    }
    transaction.commit();
}

QString AuditSpool::defaultPath()
{
    return SqliteFile::defaultPath(u"audit-spool.sqlite"_s);
}

} // namespace pivotal::local
