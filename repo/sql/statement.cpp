#include "repo/sql/statement.h"

namespace pivotal::sql {

namespace {

QString escapedLike(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\"));
    text.replace(u'%', QStringLiteral("\\%"));
    return text.replace(u'_', QStringLiteral("\\_"));
}

} // namespace

Conditions &Conditions::add(const QString &condition, const QVariantList &binds)
{
    m_texts << condition;
    m_binds << binds;
    return *this;
}

QString containsPattern(const QString &text)
{
    return u'%' + escapedLike(text) + u'%';
}

QString prefixPattern(const QString &text)
{
    return escapedLike(text) + u'%';
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
    return QStringLiteral("(extract(epoch FROM %1) * 1000)::bigint").arg(column);
}

} // namespace pivotal::sql
