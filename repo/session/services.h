#pragma once

#include "repo/cache/memory_cache.h"
#include "repo/cache/read_through.h"
#include "repo/local/audit_spool.h"
#include "repo/local/draft_file.h"
#include "repo/local/metrics_store.h"
#include "repo/metrics/telemetry.h"

#include <QString>
#include <functional>
#include <memory>

namespace pivotal {

/// What the sessions of one process share, and how it was configured. The defaults are for tests.
struct Services
{
    std::shared_ptr<metrics::Telemetry> telemetry = std::make_shared<metrics::Telemetry>();
    /// A cache belongs to a database: two of them may hold the same organization in different states.
    std::function<std::shared_ptr<cache::Cache>(const QString &databaseUrl)> makeCache = [](const QString &) {
        return std::make_shared<cache::MemoryCache>();
    };
    cache::CacheOptions cacheOptions = {};
    QString spoolPath = local::AuditSpool::defaultPath();
    QString metricsPath = local::MetricsStore::defaultPath();
    QString draftsPath = local::DraftFile::defaultPath();
};

} // namespace pivotal
