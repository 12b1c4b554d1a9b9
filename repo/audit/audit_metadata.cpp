#include "repo/audit/audit_metadata.h"

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
    audit.metadata.add(QStringLiteral("actorUserId"), scope.actorId.value)
        .add(QStringLiteral("organizationId"), scope.organization.id.value)
        .add(QStringLiteral("client"), client)
        .add(QStringLiteral("version"), version)
        .add(QStringLiteral("host"), QSysInfo::machineHostName())
        .add(QStringLiteral("correlationId"), correlationId);
    return audit;
}

} // namespace pivotal
