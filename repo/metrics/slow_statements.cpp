#include "repo/metrics/slow_statements.h"

#include "repo/metrics/statement_trace.h"

namespace pivotal::metrics {

QStringList SlowStatement::bindTypes() const
{
    QStringList types;
    for (const QVariant &value : binds)
        types << bindType(value);
    return types;
}

void SlowStatements::add(const StatementRecord &record)
{
    const bool isSecret = isSensitive(record.text);
    SlowStatement slow{Instant::now(), record.operation, record.correlationId, isSecret ? redactedText : record.text,
                       isSecret ? QVariantList() : record.binds, record.durationMs, record.rows, record.attempt, record.error};
    const std::lock_guard lock(m_mutex);
    m_ring.push_front(std::move(slow));
    if (qsizetype(m_ring.size()) > m_capacity)
        m_ring.pop_back();
}

QList<SlowStatement> SlowStatements::list() const
{
    const std::lock_guard lock(m_mutex);
    return {m_ring.cbegin(), m_ring.cend()};
}

} // namespace pivotal::metrics
