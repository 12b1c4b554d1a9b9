#include "repo/metrics/telemetry.h"

#include "repo/metrics/log.h"

namespace pivotal::metrics {

void Telemetry::onStatement(const StatementRecord &record)
{
    if (m_options.trace != TraceMode::Off)
        logger("db")->info(traceLine(record, m_options.trace));
    m_statements.record(record);
}

void Telemetry::onOperation(const OperationRecord &record)
{
    m_metrics.record(record);
    const bool isFailure = record.error && *record.error != ErrorCode::Cancelled; // scrolling cancels what went out of sight
    const auto level = isFailure ? spdlog::level::warn : spdlog::level::debug;
    if (const auto log = logger("repo"); log->should_log(level))
        log->log(level, "event=operation name={} correlation={} ms={:.2f} wait_ms={:.2f} rows={} round_trips={} attempts={} error={}",
                 record.operation.toStdString(), record.correlationId.toStdString(), record.durationMs, record.waitMs, record.rows,
                 record.roundTrips, record.attempts, record.error ? nameOf(*record.error).toStdString() : "none");
}

} // namespace pivotal::metrics
