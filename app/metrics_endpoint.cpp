#include "app/metrics_endpoint.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

#include <prometheus/exposer.h>
#include <prometheus/registry.h>

namespace pivotal::app {

MetricsEndpoint::MetricsEndpoint(const metrics::Metrics &metrics, int port)
{
    try {
        m_exposer = std::make_unique<prometheus::Exposer>("127.0.0.1:" + std::to_string(port), 1);
    } catch (const std::exception &error) { // civetweb's, which says little
        throw validationError(Text::tr("The metrics can't be served on port %1 of 127.0.0.1: is it taken? (%2)")
                                  .arg(port)
                                  .arg(QString::fromUtf8(error.what())));
    }
    m_exposer->RegisterCollectable(metrics.registry());
}

MetricsEndpoint::~MetricsEndpoint() = default;

std::unique_ptr<MetricsEndpoint> MetricsEndpoint::fromEnvironment(const metrics::Metrics &metrics)
{
    const char *variable = "PIVOTAL_METRICS_PORT";
    if (!qEnvironmentVariableIsSet(variable))
        return {};
    bool isNumber = false;
    const int port = qEnvironmentVariable(variable).toInt(&isNumber);
    if (!isNumber || port < 1 || port > 65535)
        throw validationError(Text::tr("%1 must be a port, 1 to 65535.").arg(QLatin1String(variable)));
    return std::make_unique<MetricsEndpoint>(metrics, port);
}

} // namespace pivotal::app
