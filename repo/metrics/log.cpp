#include "repo/metrics/log.h"

namespace pivotal::metrics {

std::shared_ptr<spdlog::logger> logger(const char *folder)
{
    auto found = spdlog::get(folder);
    return found ? found : spdlog::default_logger();
}

std::string quoted(const QString &value)
{
    QString text = value;
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\"")).replace(u'\n', QStringLiteral("\\n"))
        .replace(u'\r', QStringLiteral("\\r"));
    return '"' + text.toStdString() + '"';
}

} // namespace pivotal::metrics
