#pragma once

#include "repo/domain/instant.h"
#include "repo/metrics/statement_record.h"

#include <QList>
#include <deque>
#include <mutex>

namespace pivotal::metrics {

/// A slow statement, kept. The values are there to explain it by; they are not for showing.
struct SlowStatement
{
    Instant at;
    QString operation;
    QString correlationId;
    QString text;
    QVariantList binds;
    double durationMs = 0;
    qint64 rows = 0;
    int attempt = 1;
    std::optional<ErrorCode> error;

    [[nodiscard]] QStringList bindTypes() const;
};

/// The last slow statements, a ring. Any thread.
class SlowStatements
{
public:
    explicit SlowStatements(qsizetype capacity = 200) : m_capacity(capacity) {}

    void add(const StatementRecord &record);
    /// The newest first.
    [[nodiscard]] QList<SlowStatement> list() const;

private:
    mutable std::mutex m_mutex;
    qsizetype m_capacity;
    std::deque<SlowStatement> m_ring;
};

} // namespace pivotal::metrics
