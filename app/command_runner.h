#pragma once

#include <QStringList>

namespace pivotal::app {

/// Runs the command that `arguments` (without the program's name) name, in the application's event loop; the exit
/// code: 0 done, 1 refused or failed, 2 usage.
[[nodiscard]] int runCommand(const QStringList &arguments);

/// The words of the command line that are neither flags nor their values.
[[nodiscard]] QStringList commandWords(const QStringList &arguments);

/// Every command with its flags, for --help.
[[nodiscard]] QString helpText();

} // namespace pivotal::app
