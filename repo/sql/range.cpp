#include "repo/sql/range.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

void addRange(Conditions &conditions, const OrganizationId &organization, const QString &key, const InstantRange &range,
              const IndexedRows &rows)
{
    QStringList parts;
    QVariantList binds;
    if (range.from) {
        parts << key + u" >= ?"_s;
        binds << range.from->toSqlText();
    }
    if (range.to) {
        parts << key + u" < ?"_s;
        binds << range.to->toSqlText();
    }
    if (parts.isEmpty())
        return;
    const QString text = parts.join(u" AND "_s);
    conditions.add({text, binds, Condition::Place::Range, key, {}, {}, reachOf(rows, organization, text, binds)});
}

} // namespace pivotal::sql
