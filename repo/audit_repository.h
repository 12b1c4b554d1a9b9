#pragma once

#include "repo/domain/audit_event.h"
#include "repo/domain/audit_filter.h"
#include "repo/domain/page.h"
#include "repo/domain/sort.h"

#include <QFuture>

namespace pivotal {

/// The audit log of one organization. Calls return at once; see UsersRepository.
class AuditRepository
{
public:
    virtual ~AuditRepository() = default;

    [[nodiscard]] virtual QFuture<Page<AuditEvent>> page(const AuditFilter &filter, const AuditSort &sort,
                                                         const PageRequest &request) = 0;

    /// Everything that happened to one entity, newest first.
    [[nodiscard]] QFuture<Page<AuditEvent>> trail(const QString &entityType, const QString &entityId,
                                                  const PageRequest &request)
    {
        AuditFilter filter;
        filter.entityType = entityType;
        filter.entityId = entityId;
        return page(filter, defaultAuditSort, request);
    }
};

} // namespace pivotal
