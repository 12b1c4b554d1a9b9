#pragma once

#include <QStringList>

namespace pivotal::app {

/// Runs the command that `arguments` (without the program's name) name, in the application's event loop; the exit
/// code: 0 done, 1 refused or failed, 2 usage.
[[nodiscard]] int runCommand(const QStringList &arguments);

/// What a command line says before it is known whose flags they are.
struct CommandLine
{
    QStringList words; ///< neither flags nor their values
    bool asksForHelp = false;
    bool asksForVersion = false;
};

/// Whatever follows a flag that takes a value is its value, and no flag, also `-h`, `--help` and `--`; what follows a `--` is words.
[[nodiscard]] CommandLine readCommandLine(const QStringList &arguments);

/// Every command with its flags, for --help.
[[nodiscard]] QString helpText();

} // namespace pivotal::app
