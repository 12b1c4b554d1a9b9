#include "repo/audit/event_mapping.h"

namespace pivotal {

AuditEvent mapAuditEvent(db::Rows &rows)
{
    AuditEvent event;
    event.id = {rows.text()};
    if (const auto actor = rows.optionalWord())
        event.actorId = UserId{*actor};
    event.actorEmail = rows.word();
    event.actorName = rows.word();
    event.action = rows.word();
    event.entityType = rows.word();
    event.entityId = rows.text();
    event.oldValues = rows.optionalJson();
    event.newValues = rows.optionalJson();
    event.ipAddress = rows.optionalWord();
    event.userAgent = rows.optionalText();
    event.sessionId = rows.optionalText();
    event.metadata = rows.optionalJson();
    event.createdAt = rows.instant();
    return event;
}

} // namespace pivotal
