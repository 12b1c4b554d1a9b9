#include "repo/sql/statement.h"

#include <QCache>
#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

QString escaped(const QString &text)
{
    QString pattern = text;
    pattern.replace(u'\\', u"\\\\"_s);
    pattern.replace(u'%', u"\\%"_s);
    return pattern.replace(u'_', u"\\_"_s);
}

/// Texts are long, and few.
QByteArray hashOfText(const QString &text)
{
    constexpr qsizetype kept = 200;
    thread_local QCache<QString, QByteArray> known(kept);
    if (const QByteArray *hash = known.object(text))
        return *hash;
    const QByteArray hash = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1);
    known.insert(text, new QByteArray(hash));
    return hash;
}

} // namespace

QByteArray hashOf(const Statement &statement)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(hashOfText(statement.text));
    for (const QVariant &value : statement.binds) {
        const QByteArray text = value.toString().toUtf8();
        hash.addData(QByteArray::number(text.size()) + (value.isNull() ? 'n' : ':') + text);
    }
    return hash.result().toHex();
}

QString containsPattern(const QString &text)
{
    return u'%' + escaped(text) + u'%';
}

QString prefixPattern(const QString &text)
{
    return escaped(text) + u'%';
}

QString behindPrefix(const QString &prefix)
{
    QList<uint> points = prefix.toUcs4();
    while (!points.isEmpty() && points.last() >= QChar::LastValidCodePoint)
        points.removeLast();
    if (points.isEmpty())
        return {};
    constexpr uint lastBeforeSurrogates = 0xD7FF;
    points.last() = points.last() == lastBeforeSurrogates ? 0xE000 : points.last() + 1;
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(points.constData()), points.size());
}

QString foldedLike(const QString &column, Match match)
{
    const QString pattern = uR"(replace(replace(replace(pivotal_console.fold(?), '\', '\\'), '%', '\%'), '_', '\_'))"_s;
    return u"pivotal_console.fold(%1) LIKE %2"_s.arg(column, match == Match::Whole ? pattern : u"'%' || "_s + pattern + u" || '%'"_s);
}

QString textArray(const QStringList &items)
{
    QStringList quoted;
    for (QString item : items) {
        item.replace(u'\\', u"\\\\"_s);
        item.replace(u'"', u"\\\""_s);
        quoted << u'"' + item + u'"';
    }
    return u'{' + quoted.join(u',') + u'}';
}

} // namespace pivotal::sql
