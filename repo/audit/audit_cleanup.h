#pragma once

#include "repo/audit/audit_repository.h"

#include <QFuture>
#include <QObject>

namespace pivotal {

/// A retention run: deletes the events older than so many days, the oldest first, in chunks, each a transaction with an
/// audit row of its own. It counts first (the dry run), and can be cancelled between and within chunks; what was deleted
/// until then stays deleted and recorded. Lives on the main thread; `audit` outlives it.
class AuditCleanup : public QObject
{
    Q_OBJECT

public:
    static constexpr int chunkSize = 5'000;

    /// Throws VALIDATION_ERROR for less than a day.
    AuditCleanup(AuditRepository &audit, int olderThanDays);
    ~AuditCleanup() override;

    /// The dry run: ends in `counted`.
    void count();
    /// Deletes; only after a count.
    void start();
    void cancel();
    [[nodiscard]] Instant cutoff() const { return m_cutoff; }

Q_SIGNALS:
    void counted(qint64 events);
    void progress(qint64 deleted, qint64 of);
    void finished(qint64 deleted);
    void failed(const pivotal::RepositoryError &error);

private:
    void nextChunk();

    AuditRepository &m_audit;
    Instant m_cutoff;
    qint64 m_count = -1;
    qint64 m_deleted = 0;
    bool m_isCancelled = false;
    QFuture<qint64> m_running;
};

} // namespace pivotal
