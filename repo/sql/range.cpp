#include "repo/sql/range.h"

namespace pivotal::sql {

void addRange(Conditions &conditions, const QString &column, const InstantRange &range)
{
    if (range.from)
        conditions.add(column + QStringLiteral(" >= ?"), {range.from->toSqlText()});
    if (range.to)
        conditions.add(column + QStringLiteral(" < ?"), {range.to->toSqlText()});
}

} // namespace pivotal::sql
