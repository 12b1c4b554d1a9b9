#pragma once

#include "repo/audit/spooled_row.h"
#include "repo/db/executor.h"
#include "repo/domain/new_audit_event.h"
#include "repo/domain/scope.h"
#include "repo/local/audit_spool.h"
#include "repo/local/disk_thread.h"

#include <QFuture>
#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>

namespace pivotal {

/// Records events that happen beside a change of rows, without waiting for the server and without losing any: they are
/// on the disk first (see AuditSpool), and go to the server in batches, from a background thread's file through the
/// executor. Each arrives exactly once, because its id was made here and the server ignores one it has.
///
/// Lives on the main thread and never blocks it. `executor` outlives it.
class AuditOutbox : public QObject
{
    Q_OBJECT

public:
    /// `target` names the database, so that events that waited for one never go to another.
    AuditOutbox(db::Executor &executor, Scope scope, const QString &database, const QString &spoolPath,
                int capacity = local::AuditSpool::defaultCapacity);
    ~AuditOutbox() override;
    /// One that leaves nothing behind, to measure: its file is its own, in the folder of `spoolPath`, and goes with it; on the
    /// server its events are inserted and rolled back.
    [[nodiscard]] static std::unique_ptr<AuditOutbox> rehearsal(db::Executor &executor, Scope scope, const QString &database,
                                                                const QString &spoolPath);

    /// Ends in the ids when the events are on the disk, whatever the server does. VALIDATION_ERROR, AUDIT_SPOOL.
    [[nodiscard]] QFuture<QList<AuditEventId>> append(const QList<NewAuditEvent> &events);
    /// The session's, told to other consoles with what is sent from now on.
    void setOrigin(const QString &origin) { m_origin = origin; }
    /// Sends what waits now, as after a reconnect, instead of when the back-off says.
    void flush();
    [[nodiscard]] qint64 depth() const { return m_depth; } ///< -1 until it is known

    /// Why what waits has not been taken at the last try; nothing where it was, or nothing was tried.
    [[nodiscard]] const std::optional<RepositoryError> &problem() const { return m_problem; }

    static constexpr int maxRefused = 10'000;                       ///< that are listed; the latest
    [[nodiscard]] qint64 refusedCount() const { return m_refused; } ///< -1 until it is known
    /// What the server has refused, the latest first.
    [[nodiscard]] QFuture<QList<RefusedEvent>> refused();
    /// They wait again; a new refusal sets them aside anew.
    void sendAgain(const QList<AuditEventId> &ids);
    /// All that were refused, as JSON; how many.
    [[nodiscard]] QFuture<qint64> exportRefused(const QString &path);

Q_SIGNALS:
    void depthChanged(qint64 depth);
    /// How many are set aside.
    void refusedChanged(qint64 count);
    /// Nothing waits any more.
    void drained();
    /// The spool can't be used, or the server refused an event, which is set aside.
    void failed(const pivotal::RepositoryError &error);

private:
    using Batch = QList<local::SpooledEvent>;
    using Disk = local::DiskThread<local::AuditSpool>;

    AuditOutbox(db::Executor &executor, Scope scope, const QString &database, std::shared_ptr<Disk> disk, bool isRehearsal);

    /// What the file holds, read at once: the disk's thread is shared with what is appended next.
    struct Held
    {
        Batch next; ///< to be sent
        qint64 waiting = 0;
        qint64 refused = 0;
    };

    [[nodiscard]] static Held heldIn(local::AuditSpool &spool, const QString &target, int batchSize);
    void onHeld(const Held &held);
    void tellDepth(const Held &held);
    void send(const Batch &batch);
    void onSent(const Batch &batch);
    void onRefused(const Batch &batch, const RepositoryError &error);
    void setAside(const AuditEventId &id, const RepositoryError &error);
    void wait();
    void countDepth();
    [[nodiscard]] local::SpooledEvent completed(const NewAuditEvent &event) const;

    db::Executor &m_executor;
    Scope m_scope;
    QString m_target;
    QString m_origin;
    std::shared_ptr<Disk> m_disk; ///< ends behind the outbox
    const bool m_isRehearsal;
    QTimer m_retry;
    bool m_isSending = false;
    int m_failures = 0;
    std::optional<RepositoryError> m_problem;
    QString m_toldState; ///< SQLSTATE of the last refusal that was told of
    int m_batchSize;
    qint64 m_depth = -1;
    qint64 m_refused = -1;
};

} // namespace pivotal
