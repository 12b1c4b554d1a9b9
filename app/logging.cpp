#include "app/logging.h"

#include <QDir>
#include <QStandardPaths>
#include <spdlog/async.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

namespace pivotal::app {

namespace {

constexpr size_t maxBytes = 5 * 1024 * 1024;
constexpr size_t maxFiles = 3;

std::shared_ptr<spdlog::logger> makeLogger()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/pivotal-console");
    QDir().mkpath(folder);
    try {
        return spdlog::rotating_logger_mt<spdlog::async_factory>("console", (folder + QStringLiteral("/console.log")).toStdString(),
                                                                 maxBytes, maxFiles);
    } catch (const spdlog::spdlog_ex &) {
        return spdlog::null_logger_mt("console"); // a home that can't be written to must not keep the console from starting
    }
}

} // namespace

void startLogging()
{
    spdlog::set_default_logger(makeLogger());
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z level=%l %v");
    spdlog::set_level(qEnvironmentVariable("DB_TRACE") == QStringLiteral("true") ? spdlog::level::debug : spdlog::level::info);
    spdlog::flush_on(spdlog::level::warn);
}

} // namespace pivotal::app
