#include "app/logging.h"

#include "repo/metrics/log.h"

#include <QDir>
#include <QStandardPaths>
#include <spdlog/async.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>

using namespace Qt::StringLiterals;

namespace pivotal::app {

namespace {

constexpr size_t maxBytes = 5 * 1024 * 1024;
constexpr size_t maxFiles = 3;
constexpr size_t queuedLines = 8192; // beyond that the oldest go: logging must not hold up a worker

/// One per folder.
constexpr const char *names[]{"app", "ui", "models", "repo", "db", "cache", "spool", "qt"};

/// Nothing where the home can't be written to: that must not keep the console from starting.
spdlog::sink_ptr fileSink()
{
    const QString folder = logFolder();
    QDir().mkpath(folder);
    try {
        return std::make_shared<spdlog::sinks::rotating_file_sink_mt>((folder + u"/console.log"_s).toStdString(), maxBytes, maxFiles);
    } catch (const spdlog::spdlog_ex &) {
        return {};
    }
}

void logQtMessage(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    // A connection that broke or was closed has no statements left to free; the driver warns of each all the same.
    if (message.startsWith(u"Unable to free statement"_s))
        return;
    const auto level = type == QtDebugMsg ? spdlog::level::debug : type == QtInfoMsg ? spdlog::level::info : spdlog::level::warn;
    metrics::logger("qt")->log(level, "event=qt message={}", metrics::quoted(message.trimmed()));
    if (type == QtFatalMsg)
        spdlog::default_logger()->flush(); // Qt aborts after this
}

} // namespace

QString logFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + u"/pivotal-console"_s;
}

void startLogging(ConsoleLog console)
{
    std::vector<spdlog::sink_ptr> sinks;
    auto errors = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
    errors->set_level(console == ConsoleLog::Everything ? spdlog::level::trace
                      : console == ConsoleLog::Warnings ? spdlog::level::warn
                                                        : spdlog::level::off);
    sinks.push_back(errors);
    if (const auto file = fileSink())
        sinks.push_back(file);
    spdlog::init_thread_pool(queuedLines, 1);
    for (const char *name : names) {
        auto logger = std::make_shared<spdlog::async_logger>(name, sinks.begin(), sinks.end(), spdlog::thread_pool(),
                                                             spdlog::async_overflow_policy::overrun_oldest);
        logger->set_level(spdlog::level::info);
        logger->flush_on(spdlog::level::warn);
        spdlog::register_logger(logger);
    }
    spdlog::set_default_logger(spdlog::get("app"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z level=%l logger=%n %v");
    qInstallMessageHandler(logQtMessage);
}

void stopLogging()
{
    qInstallMessageHandler(nullptr);
    spdlog::shutdown();
}

} // namespace pivotal::app
