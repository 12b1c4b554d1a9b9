#pragma once

#include "repo/domain/audit_event.h"

#include <QList>
#include <QPair>
#include <QString>

namespace pivotal {

struct AuditSummary
{
    qint64 total = 0;
    QList<QPair<QString, qint64>> byAction;     ///< the most frequent first
    QList<QPair<QString, qint64>> byEntityType; ///< the most frequent first
    QList<AuditEvent> recent;                   ///< the latest 10
};

} // namespace pivotal
