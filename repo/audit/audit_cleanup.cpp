#include "repo/audit/audit_cleanup.h"

#include "repo/paging/delivery.h"

#include <utility>

namespace pivotal {

namespace {

constexpr qint64 msecsPerDay = 86'400'000;

} // namespace

AuditCleanup::AuditCleanup(AuditRepository &audit, int olderThanDays)
    : m_audit(audit), m_cutoff{Instant::now().msecs - olderThanDays * msecsPerDay}
{
    if (olderThanDays < 1)
        throw validationError(tr("Say how old events must be to go: 1 day or more."));
}

AuditCleanup::~AuditCleanup()
{
    m_running.cancel();
}

void AuditCleanup::count()
{
    m_running = m_audit.countOlderThan(m_cutoff);
    deliver(
        m_running, this,
        [this](qint64 events) {
            m_count = events;
            Q_EMIT counted(events);
        },
        [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

void AuditCleanup::start()
{
    if (m_count >= 0)
        nextChunk();
}

void AuditCleanup::cancel()
{
    if (std::exchange(m_isCancelled, true) || m_running.isFinished())
        return;
    m_running.cancel(); // whose answer is not delivered then; its audit row says if it was too late
    Q_EMIT finished(m_deleted);
}

void AuditCleanup::nextChunk()
{
    if (m_isCancelled) {
        Q_EMIT finished(m_deleted);
        return;
    }
    m_running = m_audit.deleteOlderThan(m_cutoff, chunkSize);
    deliver(
        m_running, this,
        [this](qint64 deleted) {
            m_deleted += deleted;
            Q_EMIT progress(m_deleted, m_count);
            if (deleted < chunkSize)
                Q_EMIT finished(m_deleted);
            else
                nextChunk();
        },
        [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

} // namespace pivotal
