#include "repo/sql_audit_repository.h"

#include "repo/row_mapping.h"
#include "repo/sql/audit_sql.h"

namespace pivotal {

SqlAuditRepository::SqlAuditRepository(db::Executor &executor, Scope scope)
    : m_executor(executor), m_scope(std::move(scope))
{
}

QFuture<Page<AuditEvent>> SqlAuditRepository::page(const AuditFilter &filter, const AuditSort &sort,
                                                   const PageRequest &request)
{
    return m_executor.run(QStringLiteral("audit.listEvents"), db::Access::Read, [=, scope = m_scope](db::Connection &connection) {
        filter.validate();
        request.validate();
        return mapPage(connection, sql::auditPage(scope.organization.id, filter, sort, request), request, mapAuditEvent);
    });
}

} // namespace pivotal
