#include "repo/sql/statement.h"

namespace pivotal::sql {

Conditions &Conditions::add(const QString &condition, const QVariantList &binds)
{
    m_texts << condition;
    m_binds << binds;
    return *this;
}

QString exactPattern(const QString &text)
{
    QString pattern = text;
    pattern.replace(u'\\', QStringLiteral("\\\\"));
    pattern.replace(u'%', QStringLiteral("\\%"));
    return pattern.replace(u'_', QStringLiteral("\\_"));
}

QString containsPattern(const QString &text)
{
    return u'%' + exactPattern(text) + u'%';
}

QString prefixPattern(const QString &text)
{
    return exactPattern(text) + u'%';
}

QString textArray(const QStringList &items)
{
    QStringList quoted;
    for (QString item : items) {
        item.replace(u'\\', QStringLiteral("\\\\"));
        item.replace(u'"', QStringLiteral("\\\""));
        quoted << u'"' + item + u'"';
    }
    return u'{' + quoted.join(u',') + u'}';
}

QString epochMsecs(const QString &column)
{
    return QStringLiteral("(date_part('epoch', %1) * 1000)::bigint").arg(column);
}

} // namespace pivotal::sql
