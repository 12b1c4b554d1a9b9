#pragma once

#include "repo/session/console_session.h"

#include <QCommandLineOption>
#include <QCommandLineParser>
#include <QList>

namespace pivotal::app {

/// The options that every command takes: --database, --organization, --as.
[[nodiscard]] QList<QCommandLineOption> sessionOptions();

/// Flags first, then the environment (DATABASE_URL).
[[nodiscard]] SessionRequest sessionRequest(const QCommandLineParser &parser);

} // namespace pivotal::app
