#include "app/command_runner.h"
#include "app/logging.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("pivotal-console"));
    pivotal::app::startLogging();
    return pivotal::app::runCommand(application.arguments().mid(1));
}
