#pragma once

#include "repo/domain/ids.h"
#include "repo/local/sqlite_file.h"

#include <QList>
#include <QString>

namespace pivotal::local {

/// An event as it waits: its row as JSON. `target` names the database and organization that it belongs to.
struct SpooledEvent
{
    AuditEventId id;
    QString payload;
};

/// One that the server has refused.
struct RejectedEvent
{
    AuditEventId id;
    QString payload;
    QString reason;     ///< the error's code and the server's text
    QString rejectedAt; ///< ISO 8601, UTC
};

/// The file in which audit events wait until the server has them: what was appended survives a crash of the process and of
/// the machine. Several processes may share it. Bounded: a full spool refuses, and drops nothing.
///
/// Blocks on the disk; made, used and ended on one thread. Every failure is a RepositoryError AUDIT_SPOOL.
class AuditSpool
{
public:
    static constexpr int defaultCapacity = 100'000;

    /// Opens the file, and makes it where there is none.
    explicit AuditSpool(const QString &path, int capacity = defaultCapacity);

    /// On the disk when it returns: all of them, or it throws and none.
    void append(const QString &target, const QList<SpooledEvent> &events);
    /// The oldest that wait for this target; they stay until they are removed.
    [[nodiscard]] QList<SpooledEvent> oldest(const QString &target, int limit);
    void remove(const QList<AuditEventId> &ids);
    /// Sets aside, for good, what the server refuses: kept, but not in the way of the others.
    void reject(const AuditEventId &id, const QString &reason);
    [[nodiscard]] qint64 depth(const QString &target);
    [[nodiscard]] qint64 rejected(const QString &target);
    /// The latest first.
    [[nodiscard]] QList<RejectedEvent> rejectedEvents(const QString &target, int limit);
    /// They wait again, behind those that do.
    void takeBack(const QList<AuditEventId> &ids);

    [[nodiscard]] static QString defaultPath();

private:
    QString m_path;
    int m_capacity;
    SqliteFile m_file;
};

} // namespace pivotal::local
