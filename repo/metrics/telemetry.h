#pragma once

#include "repo/metrics/metrics.h"
#include "repo/metrics/statement_log.h"
#include "repo/metrics/statement_trace.h"

namespace pivotal::metrics {

struct TelemetryOptions
{
    TraceMode trace = TraceMode::Off;
    double slowStatementMs = 300; ///< from this on, a statement counts as slow
};

/// Where the repository layer reports what it does: counts it, logs it, keeps the slowest of each kind. Any thread.
class Telemetry : public StatementObserver
{
public:
    explicit Telemetry(TelemetryOptions options = {}) : m_options(options) {}

    void onStatement(const StatementRecord &record) override;
    void onOperation(const OperationRecord &record);

    [[nodiscard]] Metrics &metrics() { return m_metrics; }
    [[nodiscard]] const StatementLog &statements() const { return m_statements; }
    /// MetricsHistory clears it where another database is worked on.
    [[nodiscard]] StatementLog &statements() { return m_statements; }
    [[nodiscard]] const TelemetryOptions &options() const { return m_options; }

private:
    TelemetryOptions m_options;
    Metrics m_metrics;
    StatementLog m_statements;
};

} // namespace pivotal::metrics
