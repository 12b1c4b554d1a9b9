#pragma once

#include <QString>

namespace pivotal::app {

/// What of the log is also shown on standard error.
enum class ConsoleLog { Nothing, Warnings, Everything };

/// Sets up one asynchronous logger per folder, all of them to a rotating file and to standard error. Qt's own messages
/// go there too.
void startLogging(ConsoleLog console);
/// Writes what is still queued. After it nothing is logged.
void stopLogging();

[[nodiscard]] QString logFolder();

} // namespace pivotal::app
