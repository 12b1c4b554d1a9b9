#include "repo/metrics/slow_statement.h"

#include "repo/metrics/statement_trace.h"

#include <QStringList>

namespace pivotal::metrics {

QStringList SlowStatement::bindTypes() const
{
    QStringList types;
    for (const QVariant &value : binds)
        types << bindType(value);
    return types;
}

} // namespace pivotal::metrics
