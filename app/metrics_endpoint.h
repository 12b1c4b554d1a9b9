#pragma once

#include "repo/metrics/metrics.h"

#include <memory>

namespace prometheus {
class Exposer;
}

namespace pivotal::app {

/// Serves the metrics on http://127.0.0.1:PORT/metrics while it lives, on threads of its own; to this machine only.
class MetricsEndpoint
{
public:
    /// Throws VALIDATION_ERROR where the port can't be had.
    MetricsEndpoint(const metrics::Metrics &metrics, int port);
    ~MetricsEndpoint();

    /// The one that PIVOTAL_METRICS_PORT asks for; null where it isn't set.
    [[nodiscard]] static std::unique_ptr<MetricsEndpoint> fromEnvironment(const metrics::Metrics &metrics);

private:
    std::unique_ptr<prometheus::Exposer> m_exposer;
};

} // namespace pivotal::app
