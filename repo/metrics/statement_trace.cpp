#include "repo/metrics/statement_trace.h"

#include "repo/metrics/log.h"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

namespace pivotal::metrics {

bool isSensitive(const QString &text)
{
    static const QStringList columns{QStringLiteral("passwordHash"), QStringLiteral("mfaSecret")};
    return std::any_of(columns.cbegin(), columns.cend(), [&text](const QString &column) { return text.contains(column); });
}

QString withoutLiterals(const QString &text)
{
    static const QRegularExpression literal(QStringLiteral("[eE]'(?:[^'\\\\]|\\\\.|'')*'?|'(?:[^']|'')*'?|\\$(\\w*)\\$.*?(?:\\$\\1\\$|$)"),
                                            QRegularExpression::DotMatchesEverythingOption);
    return QString(text).replace(literal, QStringLiteral("?"));
}

QString shownText(const QString &text)
{
    return isSensitive(text) || text.contains(QStringLiteral("PASSWORD"), Qt::CaseInsensitive) ? redactedText : withoutLiterals(text);
}

TraceMode traceModeFrom(const QString &text)
{
    if (text == QStringLiteral("values"))
        return TraceMode::Values;
    return text == QStringLiteral("true") ? TraceMode::Statements : TraceMode::Off;
}

QString bindType(const QVariant &value)
{
    if (value.isNull())
        return QStringLiteral("null");
    switch (value.typeId()) {
    case QMetaType::QString: return QStringLiteral("text(%1)").arg(value.toString().size());
    case QMetaType::Bool: return QStringLiteral("bool");
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
                       record.attempt, record.error ? nameOf(*record.error).toStdString() : "none", quoted(isSecret ? redactedText : record.text),
                       quoted(binds.join(QStringLiteral(", "))));
}

} // namespace pivotal::metrics
