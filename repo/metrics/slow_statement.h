#pragma once

#include "repo/domain/instant.h"
#include "repo/metrics/statement_record.h"

namespace pivotal::metrics {

/// A statement as it ran once. Its values are there to explain it by; they are not for showing.
struct SlowStatement
{
    Instant at;
    OperationContext context;
    QString text;
    QVariantList binds;
    double durationMs = 0;
    qint64 rows = 0;
    int attempt = 1;
    std::optional<ErrorCode> error;

    [[nodiscard]] QStringList bindTypes() const;
};

} // namespace pivotal::metrics
