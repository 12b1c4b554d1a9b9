#pragma once

#include "repo/domain/instant.h"
#include "repo/domain/page.h"

#include <QCommandLineOption>
#include <QCommandLineParser>
#include <optional>

namespace pivotal::app {

/// Reading the flags that commands share. Each throws VALIDATION_ERROR for text that is no such value.
[[nodiscard]] PageRequest pageRequest(const QCommandLineParser &parser);
[[nodiscard]] std::optional<bool> boolFlag(const QCommandLineParser &parser, const QString &name);
[[nodiscard]] int intFlag(const QCommandLineParser &parser, const QString &name, int fallback);
/// Dates and times are UTC unless they carry an offset; the day of a date-only `to` is included.
[[nodiscard]] InstantRange rangeFlags(const QCommandLineParser &parser, const QString &from, const QString &to);

/// --page, --page-size, --sort.
[[nodiscard]] QList<QCommandLineOption> pageOptions();
[[nodiscard]] QCommandLineOption valueOption(const QString &name, const QString &help, const QString &value);

} // namespace pivotal::app
