#pragma once

#include "app/command_output.h"
#include "repo/session/console_session.h"

#include <QCommandLineParser>
#include <QList>
#include <QString>
#include <functional>

namespace pivotal::app {

/// One command: `users list`, `migrate up`, …
struct Command
{
    QString name;      ///< one or two words
    QString arguments; ///< the name of the word that follows, for the help: "ID"; empty: none does
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

/// The word after the command's own, of a command that takes one.
[[nodiscard]] QString argumentOf(const QCommandLineParser &parser);

} // namespace pivotal::app
