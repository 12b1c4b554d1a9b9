#include "app/command_runner.h"
#include "app/console_application.h"
#include "app/invocation.h"
#include "app/launch_options.h"
#include "app/logging.h"
#include "app/metrics_endpoint.h"
#include "app/quit_signals.h"
#include "app/screenshots.h"
#include "app/services_setup.h"
#include "app/translations.h"
#include "repo/db/closing.h"
#include "repo/db/libpq_environment.h"
#include "repo/metrics/log.h"
#include "repo/session/console_session.h"
#include "ui/intent_tracker.h"
#include "ui/main_window.h"
#include "ui/theme.h"
#include "ui/widgets/notice_bar.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <cstdio>
#include <optional>

using namespace Qt::StringLiterals;

namespace {

using namespace pivotal;

/// The last console stops the embedded server, and that takes its time: not the window's, which is gone by now.
struct ClosedAtTheEnd
{
    ~ClosedAtTheEnd()
    {
        db::waitForClosed();
        app::stopLogging();
    }
};

/// Who asks so isn't there to answer whether what is unsaved may go: it is kept, as the layout is.
void endWith(app::QuitSignals &signals, ui::MainWindow &window)
{
    QObject::connect(&signals, &app::QuitSignals::received, &window, [&window] {
        window.end();
        QCoreApplication::exit(0);
    });
    // At the end of a desktop session: whether the window is closed or killed after it.
    QObject::connect(qApp, &QGuiApplication::commitDataRequest, &window, &ui::MainWindow::keepForNextTime, Qt::DirectConnection);
}

/// Null where they can't be had, as where another window has the port: the window opens all the same, and says so.
std::unique_ptr<app::MetricsEndpoint> servedMetrics(const metrics::Metrics &metrics, std::optional<RepositoryError> &problem)
{
    try {
        return app::MetricsEndpoint::fromEnvironment(metrics);
    } catch (const RepositoryError &error) {
        metrics::logger("app")->warn("event=metrics_not_served error={}", metrics::quoted(error.message));
        problem = error;
        return {};
    }
}

void tell(ui::MainWindow &window, const RepositoryError &problem)
{
    const auto show = [&window, problem] {
        if (window.banner()->isHidden())
            window.banner()->show(ui::NoticeBar::Kind::Warning, problem.message, QString());
    };
    show();
    QObject::connect(&window, &ui::MainWindow::sessionEntered, &window, show, Qt::SingleShotConnection); // which takes notices back
}

int runWindow(const QCommandLineParser &parser, app::QuitSignals &signals)
{
    const SessionRequest request = app::sessionRequest(parser);
    const Services services = app::servicesFromEnvironment(request.databaseUrl);
    std::optional<RepositoryError> problem;
    const auto endpoint = servedMetrics(services.telemetry->metrics(), problem);
    auto *application = static_cast<app::ConsoleApplication *>(qApp);
    application->setMetrics(&services.telemetry->metrics());
    ui::Theme::instance();
    ui::IntentTracker tracker(qApp);
    ui::MainWindow window(services);
    endWith(signals, window);
    window.show();
    if (problem)
        tell(window, *problem);
    window.open(request);
    const int code = QApplication::exec();
    application->setMetrics(nullptr); // which ends with this function
    return code;
}

int runScreenshots(const QString &folder, const QCommandLineParser &parser)
{
    const QTemporaryDir noSettings; // the pictures show the window as it comes, and leave the user's own alone
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, noSettings.path());
    ui::Theme::instance();
    const SessionRequest request = app::sessionRequest(parser);
    app::Screenshots screenshots(folder, request, app::servicesFromEnvironment(request.databaseUrl));
    screenshots.start();
    return QApplication::exec();
}

/// A command's standard error is for its one error, unless a trace was asked for.
app::ConsoleLog consoleLog(const app::Invocation &invocation)
{
    if (metrics::traceModeFrom(qEnvironmentVariable("DB_TRACE")) != metrics::TraceMode::Off)
        return app::ConsoleLog::Everything;
    return invocation.kind == app::Invocation::Kind::Window ? app::ConsoleLog::Warnings : app::ConsoleLog::Nothing;
}

/// What a command began isn't done: it ends as a shell says of one that a signal ended.
void endCommandWith(app::QuitSignals &signals)
{
    constexpr int endedBySignal = 128;
    QObject::connect(&signals, &app::QuitSignals::received, QCoreApplication::instance(),
                     [](int number) { QCoreApplication::exit(endedBySignal + number); });
}

int run(const app::Invocation &invocation)
{
    app::QuitSignals signals;
    if (invocation.kind != app::Invocation::Kind::Window)
        endCommandWith(signals);
    switch (invocation.kind) {
    case app::Invocation::Kind::Window: return runWindow(*invocation.parser, signals);
    case app::Invocation::Kind::Screenshots: return runScreenshots(invocation.folder, *invocation.parser);
    case app::Invocation::Kind::Help: std::fputs(app::helpText().toUtf8().constData(), stdout); return 0;
    case app::Invocation::Kind::Version: std::puts("pivotal-console " PIVOTAL_VERSION); return 0;
    case app::Invocation::Kind::Usage: std::fputs(invocation.problem.toUtf8().constData(), stderr); return 2;
    case app::Invocation::Kind::Command: break;
    }
    return app::runCommand(invocation.arguments);
}

void nameApplication()
{
    QCoreApplication::setOrganizationName(u"pivotal"_s);
    QCoreApplication::setApplicationName(u"pivotal-console"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(PIVOTAL_VERSION));
}

} // namespace

int main(int argc, char **argv)
{
    nameApplication();
    (void)db::takeService(); // while there is one thread
    const app::Invocation invocation = app::Invocation::from(argc, argv);
    if (invocation.kind == app::Invocation::Kind::Screenshots)
        qputenv("QT_QPA_PLATFORM", "offscreen");
    std::unique_ptr<QCoreApplication> application(invocation.needsGui() ? new app::ConsoleApplication(argc, argv)
                                                                        : new QCoreApplication(argc, argv));
    app::startLogging(consoleLog(invocation));
    app::installTranslations();
    const ClosedAtTheEnd closed;
    try {
        return run(invocation);
    } catch (const RepositoryError &error) { // a configuration that can't be read
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
