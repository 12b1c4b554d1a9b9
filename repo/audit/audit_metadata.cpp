#include "repo/audit/audit_metadata.h"

#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace pivotal {

sql::AuditRow newAuditRow(const Scope &scope, const AuditEventId &id, const QString &correlationId)
{
    const QString client = u"pivotal-console"_s;
    const QString version = QStringLiteral(PIVOTAL_VERSION);
    sql::AuditRow audit;
    audit.id = id;
    audit.actorId = scope.actorId;
    audit.userAgent = client + u'/' + version;
    audit.metadata.add(u"actorUserId"_s, scope.actorId.value)
        .add(u"organizationId"_s, scope.organization.id.value)
        .add(u"client"_s, client)
        .add(u"version"_s, version)
        .add(u"host"_s, QSysInfo::machineHostName())
        .add(u"correlationId"_s, correlationId);
    return audit;
}

} // namespace pivotal
