#include "repo/metrics/log.h"

using namespace Qt::StringLiterals;

namespace pivotal::metrics {

std::shared_ptr<spdlog::logger> logger(const char *folder)
{
    auto found = spdlog::get(folder);
    return found ? found : spdlog::default_logger();
}

std::string quoted(const QString &value)
{
    QString text = value;
    text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s).replace(u'\n', u"\\n"_s).replace(u'\r', u"\\r"_s);
    return '"' + text.toStdString() + '"';
}

} // namespace pivotal::metrics
