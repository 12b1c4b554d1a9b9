#pragma once

#include "repo/db/rows.h"
#include "repo/domain/audit_event.h"

namespace pivotal {

/// Reads its columns in the order in which audit_sql selects them.
[[nodiscard]] AuditEvent mapAuditEvent(db::Rows &rows);

} // namespace pivotal
