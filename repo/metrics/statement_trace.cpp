#include "repo/metrics/statement_trace.h"

#include "repo/metrics/log.h"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::metrics {

bool isSensitive(const QString &text)
{
    static const QStringList columns{u"passwordHash"_s, u"mfaSecret"_s};
    return std::any_of(columns.cbegin(), columns.cend(), [&text](const QString &column) { return text.contains(column); });
}

QString withoutLiterals(const QString &text)
{
    static const QRegularExpression literal(u"[eE]'(?:[^'\\\\]|\\\\.|'')*'?|'(?:[^']|'')*'?|\\$(\\w*)\\$.*?(?:\\$\\1\\$|$)"_s,
                                            QRegularExpression::DotMatchesEverythingOption);
    return QString(text).replace(literal, u"?"_s);
}

QString shownText(const QString &text)
{
    return isSensitive(text) || text.contains(u"PASSWORD"_s, Qt::CaseInsensitive) ? redactedText : withoutLiterals(text);
}

TraceMode traceModeFrom(const QString &text)
{
    if (text == u"values"_s)
        return TraceMode::Values;
    return text == u"true"_s ? TraceMode::Statements : TraceMode::Off;
}

QString bindType(const QVariant &value)
{
    if (value.isNull())
        return u"null"_s;
    switch (value.typeId()) {
    case QMetaType::QString: return u"text(%1)"_s.arg(value.toString().size());
    case QMetaType::Bool: return u"bool"_s;
    default: return QString::fromLatin1(value.metaType().name());
    }
}

std::string traceLine(const StatementRecord &record, TraceMode mode)
{
    const bool isSecret = isSensitive(record.text);
    const bool showValues = mode == TraceMode::Values && !isSecret;
    QStringList binds;
    for (const QVariant &value : record.binds)
        binds << (showValues && !value.isNull() ? value.toString() : bindType(value));
    return fmt::format("event=statement operation={} correlation={} ms={:.3f} rows={} attempt={} error={} sql={} binds={}",
                       record.context.operation.toStdString(), record.context.correlationId.toStdString(), record.durationMs, record.rows,
                       record.attempt, record.error ? nameOf(*record.error).toStdString() : "none",
                       quoted(isSecret ? redactedText : record.text), quoted(binds.join(u", "_s)));
}

} // namespace pivotal::metrics
