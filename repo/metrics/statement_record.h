#pragma once

#include "repo/domain/repository_error.h"
#include "repo/metrics/operation_context.h"

#include <QString>
#include <QVariantList>
#include <optional>

namespace pivotal::metrics {

/// One statement as it was sent, valid during the call that hands it over.
struct StatementRecord
{
    const QString &text;
    const QVariantList &binds;
    const OperationContext &context;
    double durationMs = 0;
    qint64 rows = 0; ///< fetched or changed, -1 where it failed
    int attempt = 1; ///< of its transaction
    std::optional<ErrorCode> error = {};
};

/// Told of every statement, on the thread that ran it; must not block or throw.
class StatementObserver
{
public:
    virtual ~StatementObserver() = default;
    virtual void onStatement(const StatementRecord &record) = 0;
};

} // namespace pivotal::metrics
