#include "ui/widgets/row_forms.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <functional>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr double leastPlain = 1e-6; ///< beyond these a number is written with an exponent
constexpr double mostPlain = 1e15;

bool isText(const QVariant &value)
{
    return value.typeId() == QMetaType::QString;
}

bool isNumber(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong: return true;
    case QMetaType::Double: return std::isfinite(value.toDouble());
    default: return false;
    }
}

/// As few digits as tell it from every other.
QString doubleText(double number)
{
    if (std::isnan(number))
        return u"NaN"_s;
    if (std::isinf(number))
        return number < 0 ? u"-Infinity"_s : u"Infinity"_s;
    const bool isPlain = number == 0 || (std::abs(number) >= leastPlain && std::abs(number) < mostPlain);
    return QString::number(number, isPlain ? 'f' : 'e', QLocale::FloatingPointShortest);
}

QString quoted(QString text, QChar quote)
{
    return quote + text.replace(quote, QString(2, quote)) + quote;
}

/// A tab or a line break inside a value must not end its cell.
QString tabCell(const QVariant &value)
{
    const QString text = textOf(value);
    const bool breaks = std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c == u'\t' || c == u'\n' || c == u'\r'; });
    return breaks || text.startsWith(u'"') ? quoted(text, u'"') : text;
}

QString csvCell(const QVariant &value)
{
    const QString text = textOf(value);
    const bool isSpecial =
        std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r'; });
    const bool isPadded = text.startsWith(u' ') || text.endsWith(u' ');
    return isSpecial || isPadded || (text.isEmpty() && isText(value)) ? quoted(text, u'"') : text;
}

QString jsonText(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.mid(1, array.size() - 2));
}

QString jsonCell(const QVariant &value)
{
    if (!value.isValid())
        return u"null"_s;
    if (value.typeId() == QMetaType::QStringList) {
        QStringList items;
        for (const QString &item : value.toStringList())
            items << jsonText(item);
        return u'[' + items.join(u", "_s) + u']';
    }
    return value.typeId() == QMetaType::Bool || isNumber(value) ? textOf(value) : jsonText(textOf(value));
}

QString sqlCell(const QVariant &value)
{
    if (!value.isValid())
        return u"NULL"_s;
    if (value.typeId() == QMetaType::QStringList) {
        QStringList items;
        for (const QString &item : value.toStringList())
            items << quoted(item, u'\'');
        return u"ARRAY[%1]::text[]"_s.arg(items.join(u", "_s));
    }
    return value.typeId() == QMetaType::Bool || isNumber(value) ? textOf(value) : quoted(textOf(value), u'\'');
}

QString line(const QVariantList &row, const QString &separator, QString (*cell)(const QVariant &))
{
    QStringList cells;
    std::transform(row.cbegin(), row.cend(), std::back_inserter(cells), cell);
    return cells.join(separator);
}

QString lines(const CopiedRows &rows, const QString &separator, const QString &end, QString (*cell)(const QVariant &), bool hasTitles)
{
    QString text;
    if (hasTitles)
        text += line({rows.titles.cbegin(), rows.titles.cend()}, separator, cell) + end;
    for (const QVariantList &row : rows.rows)
        text += line(row, separator, cell) + end;
    return text;
}

QString json(const CopiedRows &rows)
{
    QStringList objects;
    for (const QVariantList &row : rows.rows) {
        QStringList members;
        for (qsizetype i = 0; i < row.size(); ++i)
            members << jsonText(rows.titles.value(i)) + u": "_s + jsonCell(row.at(i));
        objects << u"  {"_s + members.join(u", "_s) + u'}';
    }
    return u"[\n"_s + objects.join(u",\n"_s) + u"\n]\n"_s;
}

QString sqlValues(const CopiedRows &rows)
{
    QStringList tuples;
    for (const QVariantList &row : rows.rows)
        tuples << u"  ("_s + line(row, u", "_s, sqlCell) + u')';
    return u"VALUES\n"_s + tuples.join(u",\n"_s) + u'\n';
}

} // namespace

QString textOf(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Bool: return value.toBool() ? u"true"_s : u"false"_s;
    case QMetaType::Double: return doubleText(value.toDouble());
    case QMetaType::QStringList: return value.toStringList().join(u", "_s);
    default: return value.toString(); // without separators: QVariant knows no locale
    }
}

QString textOf(const CopiedRows &rows, RowForm form)
{
    switch (form) {
    case RowForm::Tabs:
    case RowForm::TabsWithTitles: {
        QString text = lines(rows, u"\t"_s, u"\n"_s, tabCell, form == RowForm::TabsWithTitles);
        text.chop(1); // pasted into a field, one row is one line
        return text;
    }
    case RowForm::Csv: return lines(rows, u","_s, u"\r\n"_s, csvCell, true);
    case RowForm::Json: return json(rows);
    case RowForm::SqlValues: return sqlValues(rows);
    }
    return {};
}

} // namespace pivotal::ui
