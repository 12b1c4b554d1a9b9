#pragma once

#include "repo/audit/audit_repository.h"
#include "repo/audit/audit_sql.h" // what SqlRowSource finds by the filter
#include "repo/paging/sql_row_source.h"

namespace pivotal {

extern template class SqlRowSource<AuditRepository>; // compiled once, beside this repository

/// The audit log over PostgreSQL. Nothing of it is cached: an auditor sees it as it is.
class SqlAuditRepository : public SqlRowSource<AuditRepository>
{
public:
    explicit SqlAuditRepository(RepositoryContext context);

    QFuture<AuditSummary> summary(const AuditFilter &filter) override;
    QFuture<qint64> countOlderThan(Instant cutoff) override;
    QFuture<qint64> deleteOlderThan(Instant cutoff, int limit) override;
};

} // namespace pivotal
