#include "app/command_runner.h"

#include "app/command.h"
#include "app/launch_options.h"
#include "app/services_setup.h"
#include "repo/domain/text.h"

#include <QCoreApplication>
#include <QTextStream>
#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace pivotal::app {

namespace {

constexpr int usageExit = 2;

int usage(const QString &problem)
{
    QTextStream(stderr) << problem << '\n' << Text::tr("See pivotal-console --help.") << '\n';
    return usageExit;
}

int wordsOf(const Command &command)
{
    return int(command.name.count(u' ')) + 1;
}

const Command *find(const QList<Command> &all, const QStringList &words)
{
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&words](const Command &command) { return words.mid(0, wordsOf(command)).join(u' ') == command.name; });
    return found == all.end() ? nullptr : &*found;
}

int runInSession(const Command &command, const QCommandLineParser &parser)
{
    CommandOutput output;
    const SessionRequest request = sessionRequest(parser);
    std::optional<Services> services;
    try {
        services = servicesFromEnvironment(request.databaseUrl);
    } catch (const RepositoryError &error) {
        CommandOutput::write(error);
        return 1;
    }
    ConsoleSession session(request, *services);
    const auto start = [&] {
        try {
            command.run(session, parser, output);
        } catch (const RepositoryError &error) {
            output.fail(error);
        }
    };
    QObject::connect(&session, &ConsoleSession::failed, &output, &CommandOutput::fail);
    QObject::connect(&session, &ConsoleSession::connected, &output, [&] {
        if (command.needsScope)
            session.enterOrganization();
        else
            start();
    });
    QObject::connect(&session, &ConsoleSession::entered, &output, start);
    session.connectToServer();
    const int exitCode = QCoreApplication::exec();
    if (const QString problem = session.cache().cache().waitUntilIdle(); !problem.isEmpty())
        CommandOutput::warn(problem);
    return exitCode;
}

} // namespace

CommandLine readCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions(sessionOptions());
    const QCommandLineOption help(QStringList{u"h"_s, u"help"_s});
    const QCommandLineOption version(u"version"_s);
    parser.addOptions({help, version});
    QStringList known;
    for (const Command &command : commands())
        for (const QCommandLineOption &option : command.options)
            if (!known.contains(option.names().first())) {
                known << option.names().first();
                parser.addOption(option);
            }
    parser.parse(QStringList{QString()} + arguments);
    return {parser.positionalArguments(), parser.isSet(help), parser.isSet(version)};
}

QList<Command> commands()
{
    return usersCommands() + auditCommands() + databaseCommands() + performanceCommands();
}

QString argumentOf(const QCommandLineParser &parser)
{
    return parser.positionalArguments().last();
}

int runCommand(const QStringList &arguments)
{
    const QStringList words = readCommandLine(arguments).words;
    const QList<Command> all = commands();
    const Command *command = find(all, words);
    if (!command)
        return usage(Text::tr("There is no command “%1”.").arg(words.mid(0, 2).join(u' ')));

    QCommandLineParser parser;
    parser.addOptions(sessionOptions());
    parser.addOptions(command->options);
    if (!parser.parse(QStringList{QString()} + arguments))
        return usage(parser.errorText());
    const qsizetype wanted = wordsOf(*command) + (command->arguments.isEmpty() ? 0 : 1);
    if (parser.positionalArguments().size() != wanted)
        return usage(Text::tr("Usage: pivotal-console %1 %2").arg(command->name, command->arguments));
    return runInSession(*command, parser);
}

QString helpText()
{
    const auto optionLines = [](const QList<QCommandLineOption> &options, const QString &indent) {
        QString text;
        for (const QCommandLineOption &option : options) {
            const QString value = option.valueName().isEmpty() ? QString() : u' ' + option.valueName();
            text += indent + (u"--"_s + option.names().first() + value).leftJustified(36) + option.description() + u'\n';
        }
        return text;
    };
    QString text = Text::tr("pivotal-console [--database URL] [--organization SLUG] [--as EMAIL] [COMMAND]") + u"\n\n"_s;
    text += Text::tr("Without a command: the window.") + u"\n\n"_s;
    text += optionLines(sessionOptions(), u"  "_s) + u'\n';
    for (const Command &command : commands())
        text += (u"  "_s + command.name + u' ' + command.arguments).leftJustified(24) + command.summary + u'\n'
                + optionLines(command.options, u"      "_s);
    text += u"  screenshots DIR"_s.leftJustified(24) + Text::tr("Renders every page to PNG files.") + u'\n';
    text += u'\n'
            + Text::tr("Exit: 0 done, 1 refused or failed (the error as JSON on stderr), 2 usage, 130 or 143 ended by Ctrl+C or SIGTERM.")
            + u'\n';
    return text;
}

} // namespace pivotal::app
