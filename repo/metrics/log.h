#pragma once

#include <QString>
#include <memory>
#include <spdlog/spdlog.h>
#include <string>

namespace pivotal::metrics {

/// The logger of a folder: "app", "ui", "models", "repo", "db", "cache", "spool". Lines are key=value fields, the first
/// of them `event`. The default logger where nobody has set them up. Any thread.
[[nodiscard]] std::shared_ptr<spdlog::logger> logger(const char *folder);

/// A value in double quotes, on one line.
[[nodiscard]] std::string quoted(const QString &value);

} // namespace pivotal::metrics
