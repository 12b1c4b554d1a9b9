#pragma once

#include "repo/domain/repository_error.h"

#include <QMetaType>
#include <QString>
#include <optional>

namespace pivotal::metrics {

/// What one operation of the repository layer cost.
struct OperationRecord
{
    QString operation; ///< "users.listUsers"
    QString correlationId;
    double durationMs = 0; ///< on the worker, connecting and retries included, waiting for a worker not
    double waitMs = 0;     ///< for a free worker
    qint64 rows = 0;       ///< fetched or changed
    int roundTrips = 0;
    int attempts = 1;       ///< of its transaction
    double retryWaitMs = 0; ///< between them
    std::optional<ErrorCode> error;
};

} // namespace pivotal::metrics

Q_DECLARE_METATYPE(pivotal::metrics::OperationRecord)
