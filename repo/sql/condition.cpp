#include "repo/sql/condition.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

Statement Reach::first(qint64 limit) const
{
    const QString clause = u" LIMIT %1"_s.arg(limit);
    return {QString(text).replace(limitPlace, clause) + clause, binds};
}

/// All, but for the planner, which takes a limit that it can't know for a tenth: it was counted that they are few, where the
/// planner may expect a million, and would read the table and sort.
Statement Reach::all() const
{
    return {QString(text).replace(limitPlace, u" LIMIT (SELECT 9223372036854775807)"_s), binds};
}

Conditions &Conditions::add(const Condition &condition)
{
    m_all << condition;
    return *this;
}

QString Conditions::text() const
{
    QStringList texts;
    for (const Condition &condition : m_all)
        if (!condition.text.isEmpty())
            texts << condition.text;
    return texts.isEmpty() ? u"true"_s : texts.join(u" AND "_s);
}

QVariantList Conditions::binds() const
{
    QVariantList binds;
    for (const Condition &condition : m_all)
        binds << condition.binds;
    return binds;
}

} // namespace pivotal::sql
