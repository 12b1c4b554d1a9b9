#pragma once

#include "repo/domain/ids.h"

#include <QList>
#include <QSqlDatabase>
#include <QString>

class QSqlQuery;

namespace pivotal::spool {

/// An event as it waits: its row as JSON. `target` names the database and organization that it belongs to.
struct SpooledEvent
{
    AuditEventId id;
    QString payload;
};

/// The file in which audit events wait until the server has them: SQLite in WAL mode with synchronous=FULL, so what was
/// appended survives a crash of the process and of the machine. Several processes may share it. Bounded: a full spool
/// refuses, and drops nothing.
///
/// Blocks on the disk; made, used and ended on one thread. Every failure is a RepositoryError AUDIT_SPOOL.
class AuditSpool
{
public:
    static constexpr int defaultCapacity = 100'000;

    /// Opens the file, and makes it where there is none.
    explicit AuditSpool(const QString &path, int capacity = defaultCapacity);
    ~AuditSpool();
    AuditSpool(const AuditSpool &) = delete;
    AuditSpool &operator=(const AuditSpool &) = delete;

    /// On the disk when it returns: all of them, or it throws and none.
    void append(const QString &target, const QList<SpooledEvent> &events);
    /// The oldest that wait for this target; they stay until they are removed.
    [[nodiscard]] QList<SpooledEvent> oldest(const QString &target, int limit);
    void remove(const QList<AuditEventId> &ids);
    /// Sets aside, for good, what the server refuses: kept, but not in the way of the others.
    void reject(const AuditEventId &id, const QString &reason);
    [[nodiscard]] qint64 depth(const QString &target);
    [[nodiscard]] qint64 rejected(const QString &target);

    /// The file `audit-spool.sqlite` in PIVOTAL_DATA_DIR, else in the user's data folder.
    [[nodiscard]] static QString defaultPath();

private:
    void createTables();
    void run(const QString &text);
    QSqlQuery run(const QString &text, const QVariantList &binds);

    QString m_name;
    QString m_path;
    int m_capacity;
    QSqlDatabase m_database;
};

} // namespace pivotal::spool
