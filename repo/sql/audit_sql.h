#pragma once

#include "repo/domain/audit_filter.h"
#include "repo/domain/ids.h"
#include "repo/domain/page.h"
#include "repo/domain/sort.h"
#include "repo/sql/statement.h"

#include <QJsonObject>

namespace pivotal::sql {

/// A new audit row. The server adds its own time, the client's address and the database user.
struct AuditInsert
{
    AuditEventId id;
    UserId actorId;
    QString action;
    QString entityType;
    QString entityId;
    QJsonObject oldValues;
    QJsonObject newValues;
    QString userAgent;
    QJsonObject metadata;
};

/// As usersPage: the total, then the event's columns as `mapAuditEvent` reads them.
[[nodiscard]] Statement auditPage(const OrganizationId &organization, const AuditFilter &filter, const AuditSort &sort,
                                  const PageRequest &request);

/// "INSERT INTO audit_logs … SELECT … FROM <source>": one audit row for each row of `source`.
[[nodiscard]] Statement insertAuditFrom(const QString &source, const OrganizationId &organization,
                                        const AuditInsert &audit);

} // namespace pivotal::sql
