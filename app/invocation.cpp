#include "app/invocation.h"

#include "app/command_runner.h"
#include "app/launch_options.h"
#include "repo/domain/text.h"

using namespace Qt::StringLiterals;

namespace pivotal::app {

namespace {

Invocation usage(Invocation invocation, const QString &problem)
{
    invocation.kind = Invocation::Kind::Usage;
    invocation.problem = problem + u'\n' + Text::tr("See pivotal-console --help.") + u'\n';
    return invocation;
}

} // namespace

Invocation Invocation::from(int argc, char **argv)
{
    Invocation invocation;
    for (int i = 1; i < argc; ++i)
        invocation.arguments << QString::fromLocal8Bit(argv[i]);
    const CommandLine line = readCommandLine(invocation.arguments);
    const QStringList &words = line.words;
    if (line.asksForHelp || (line.asksForVersion && words.isEmpty())) {
        invocation.kind = line.asksForHelp ? Kind::Help : Kind::Version;
        return invocation;
    }
    const bool isScreenshots = words.value(0) == u"screenshots"_s;
    if (!words.isEmpty() && !isScreenshots) {
        invocation.kind = Kind::Command;
        return invocation;
    }
    invocation.kind = isScreenshots ? Kind::Screenshots : Kind::Window;
    invocation.parser = std::make_shared<QCommandLineParser>();
    invocation.parser->addOptions(sessionOptions());
    if (!invocation.parser->parse(QStringList{QString()} + invocation.arguments))
        return usage(invocation, invocation.parser->errorText());
    if (isScreenshots && words.size() != 2)
        return usage(invocation, Text::tr("Usage: pivotal-console screenshots DIR"));
    invocation.folder = words.value(1);
    return invocation;
}

} // namespace pivotal::app
