#include "repo/sql/statement.h"

namespace pivotal::sql {

Conditions &Conditions::add(const QString &condition, const QVariantList &binds)
{
    m_texts << condition;
    m_binds << binds;
    return *this;
}

namespace {

QString escaped(const QString &text)
{
    QString pattern = text;
    pattern.replace(u'\\', QStringLiteral("\\\\"));
    pattern.replace(u'%', QStringLiteral("\\%"));
    return pattern.replace(u'_', QStringLiteral("\\_"));
}

} // namespace

QString containsPattern(const QString &text)
{
    return u'%' + escaped(text) + u'%';
}

QString prefixPattern(const QString &text)
{
    return escaped(text) + u'%';
}

QString foldedLike(const QString &column, Match match)
{
    const QString pattern = QStringLiteral(R"(replace(replace(replace(pivotal_console.fold(?), '\', '\\'), '%', '\%'), '_', '\_'))");
    return QStringLiteral("pivotal_console.fold(%1) LIKE %2").arg(column, match == Match::Whole ? pattern : QStringLiteral("'%' || ") + pattern + QStringLiteral(" || '%'"));
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

} // namespace pivotal::sql
