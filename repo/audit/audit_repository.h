#pragma once

#include "repo/domain/audit_event.h"
#include "repo/domain/audit_filter.h"
#include "repo/domain/audit_summary.h"
#include "repo/domain/sort.h"
#include "repo/paging/row_source.h"

namespace pivotal {

/// The audit log of one organization.
class AuditRepository : public RowSource<AuditEvent, AuditFilter, AuditSort>
{
public:
    /// Everything that happened to one entity, newest first.
    [[nodiscard]] QFuture<Page<AuditEvent>> trail(const QString &entityType, const QString &entityId, const PageRequest &request)
    {
        AuditFilter filter;
        filter.entityTypes = {entityType};
        filter.entityId = entityId;
        return page(filter, defaultAuditSort, request);
    }

    /// Everything that one user did, newest first.
    [[nodiscard]] QFuture<Page<AuditEvent>> activity(const UserId &user, const PageRequest &request)
    {
        AuditFilter filter;
        filter.actor = user.value;
        return page(filter, defaultAuditSort, request);
    }

    /// How many events the filter matches, in total, by action and by entity type, and the latest of them.
    [[nodiscard]] virtual QFuture<AuditSummary> summary(const AuditFilter &filter) = 0;
    /// How many events are older than `cutoff`: what a retention run would delete.
    [[nodiscard]] virtual QFuture<qint64> countOlderThan(Instant cutoff) = 0;
    /// Deletes at most `limit` of them, the oldest, and writes the audit row that says so, in one transaction; how many.
    [[nodiscard]] virtual QFuture<qint64> deleteOlderThan(Instant cutoff, int limit) = 0;
};

} // namespace pivotal
