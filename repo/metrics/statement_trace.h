#pragma once

#include "repo/metrics/statement_record.h"

#include <QString>

namespace pivotal::metrics {

using namespace Qt::StringLiterals;

/// DB_TRACE: unset or anything else, "true", "values".
enum class TraceMode { Off, Statements, Values };

[[nodiscard]] TraceMode traceModeFrom(const QString &text);

/// Whether a statement names a column whose values must not be seen outside the database. Nothing of it is logged or
/// kept but that it ran.
[[nodiscard]] bool isSensitive(const QString &text);
inline const QString redactedText = u"[redacted]"_s;
/// The text without its string literals, which are "?": for texts that hold values, as those of other sessions do.
[[nodiscard]] QString withoutLiterals(const QString &text);
/// What may be shown or kept of a text that isn't the console's own: nothing of one that names a secret or a password.
[[nodiscard]] QString shownText(const QString &text);

/// The line that the trace logs of a statement. Values are shown as their types, and as themselves with
/// TraceMode::Values.
[[nodiscard]] std::string traceLine(const StatementRecord &record, TraceMode mode);

/// "text(12)", "int", "bool", "null": what a bound value is, without saying it.
[[nodiscard]] QString bindType(const QVariant &value);

} // namespace pivotal::metrics
