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
    /// Whether `text` and `binds` are as it ran. Not so from the history of a statement with parameters or literals: there the
    /// values aren't kept, so it can't be explained. (Having no binds doesn't tell: a statement without parameters has none.)
    bool hasValues = true;

    [[nodiscard]] QStringList bindTypes() const;
    /// The same run, though one of the two may have lost its values.
    [[nodiscard]] bool isSameCase(const SlowStatement &other) const
    {
        return at == other.at && durationMs == other.durationMs && context.correlationId == other.context.correlationId;
    }
};

} // namespace pivotal::metrics
