#include "repo/audit_metadata.h"

#include <QSysInfo>

namespace pivotal {

sql::AuditRow newAuditRow(const Scope &scope, const AuditEventId &id, const QString &correlationId)
{
    const QString client = QStringLiteral("pivotal-console");
    const QString version = QStringLiteral(PIVOTAL_VERSION);
    sql::AuditRow audit;
    audit.id = id;
    audit.actorId = scope.actorId;
    audit.userAgent = client + u'/' + version;
    audit.metadata = {{QStringLiteral("actorUserId"), scope.actorId.value},
                      {QStringLiteral("organizationId"), scope.organization.id.value},
                      {QStringLiteral("client"), client},
                      {QStringLiteral("version"), version},
                      {QStringLiteral("host"), QSysInfo::machineHostName()},
                      {QStringLiteral("correlationId"), correlationId}};
    return audit;
}

} // namespace pivotal
