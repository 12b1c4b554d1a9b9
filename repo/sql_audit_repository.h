#pragma once

#include "repo/audit_repository.h"
#include "repo/db/executor.h"
#include "repo/domain/scope.h"

namespace pivotal {

/// The audit log over PostgreSQL. `executor` outlives the repository.
class SqlAuditRepository : public AuditRepository
{
public:
    SqlAuditRepository(db::Executor &executor, Scope scope);

    QFuture<Page<AuditEvent>> page(const AuditFilter &filter, const AuditSort &sort, const PageRequest &request) override;
    QFuture<AuditSummary> summary(const AuditFilter &filter) override;
    QFuture<qint64> countOlderThan(Instant cutoff) override;
    QFuture<qint64> deleteOlderThan(Instant cutoff, int limit) override;

private:
    db::Executor &m_executor;
    Scope m_scope;
};

} // namespace pivotal
