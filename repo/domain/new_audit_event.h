#pragma once

#include "repo/domain/ids.h"
#include "repo/domain/instant.h"
#include "repo/domain/json.h"

#include <QString>
#include <optional>

namespace pivotal {

/// Something that happened beside a change of rows: a sign-in, an export, a look at a trail. Who, where and when are
/// added when it is appended.
struct NewAuditEvent
{
    QString action;
    QString entityType;
    QString entityId;
    std::optional<Json> oldValues; ///< any JSON value; nothing: SQL NULL
    std::optional<Json> newValues;

    /// Throws VALIDATION_ERROR: an empty or overlong field, a NUL, values that jsonb would refuse.
    void validate() const;
};

} // namespace pivotal
