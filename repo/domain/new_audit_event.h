#pragma once

#include "repo/domain/ids.h"
#include "repo/domain/instant.h"

#include <QJsonObject>
#include <QString>

namespace pivotal {

/// Something that happened beside a change of rows: a sign-in, an export, a look at a trail. Who, where and when are
/// added when it is appended.
struct NewAuditEvent
{
    QString action;
    QString entityType;
    QString entityId;
    QJsonObject oldValues;
    QJsonObject newValues;

    /// Throws VALIDATION_ERROR: an empty or overlong field, a NUL.
    void validate() const;
};

} // namespace pivotal
