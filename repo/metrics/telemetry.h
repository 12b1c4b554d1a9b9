#pragma once

#include "repo/metrics/metrics.h"
#include "repo/metrics/slow_statements.h"
#include "repo/metrics/statement_trace.h"

namespace pivotal::metrics {

struct TelemetryOptions
{
    TraceMode trace = TraceMode::Off;
    double slowStatementMs = 300; ///< from this on, a statement is kept in the ring
};

/// Where the repository layer reports what it does: counts it, logs it, keeps the slow part. Any thread.
class Telemetry : public StatementObserver
{
public:
    explicit Telemetry(TelemetryOptions options = {}) : m_options(options) {}

    void onStatement(const StatementRecord &record) override;
    void onOperation(const OperationRecord &record);

    [[nodiscard]] Metrics &metrics() { return m_metrics; }
    [[nodiscard]] const SlowStatements &slowStatements() const { return m_slow; }

private:
    TelemetryOptions m_options;
    Metrics m_metrics;
    SlowStatements m_slow;
};

} // namespace pivotal::metrics
