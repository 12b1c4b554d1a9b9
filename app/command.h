#pragma once

#include "app/command_output.h"
#include "repo/console_session.h"

#include <QCommandLineParser>
#include <QList>
#include <QString>
#include <functional>

namespace pivotal::app {

/// One command: `users list`, `migrate up`, …
struct Command
{
    QString name;      ///< one or two words
    QString arguments; ///< names of further positional arguments, for the help: "ID"
    QString summary;
    QList<QCommandLineOption> options;
    bool needsScope = true; ///< false: works on a database without tables or actor
    /// Starts the work, on the main thread, once the session is open; ends by telling the output. May throw a
    /// RepositoryError.
    std::function<void(ConsoleSession &, const QCommandLineParser &, CommandOutput &)> run;
};

/// All commands that need no window, in the order of the help.
[[nodiscard]] QList<Command> commands();

[[nodiscard]] QList<Command> usersCommands();
[[nodiscard]] QList<Command> auditCommands();
[[nodiscard]] QList<Command> databaseCommands();
[[nodiscard]] QList<Command> performanceCommands();

/// Positional argument `index` after the command's own words, empty where there is none.
[[nodiscard]] QString argumentOf(const QCommandLineParser &parser, int index);

} // namespace pivotal::app
