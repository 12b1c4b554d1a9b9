#include "repo/sql/condition.h"

namespace pivotal::sql {

Statement Reach::first(qint64 limit) const
{
    const QString clause = QStringLiteral(" LIMIT %1").arg(limit);
    return {QString(text).replace(limitPlace, clause) + clause, binds};
}

Statement Reach::all() const
{
    return {QString(text).remove(limitPlace), binds};
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
    return texts.isEmpty() ? QStringLiteral("true") : texts.join(QStringLiteral(" AND "));
}

QVariantList Conditions::binds() const
{
    QVariantList binds;
    for (const Condition &condition : m_all)
        binds << condition.binds;
    return binds;
}

} // namespace pivotal::sql
