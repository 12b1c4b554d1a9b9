#include "app/services_setup.h"

#include "repo/cache/redis_cache.h"
#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

namespace pivotal::app {

namespace {

int positiveNumber(const char *variable, int fallback)
{
    if (!qEnvironmentVariableIsSet(variable))
        return fallback;
    bool isNumber = false;
    const int number = qEnvironmentVariable(variable).toInt(&isNumber);
    if (!isNumber || number < 1)
        throw validationError(Text::tr("%1 must be a whole number, 1 or more.").arg(QLatin1String(variable)));
    return number;
}

} // namespace

Services servicesFromEnvironment(const QString &databaseUrl)
{
    Services services;
    metrics::TelemetryOptions telemetry;
    telemetry.trace = metrics::traceModeFrom(qEnvironmentVariable("DB_TRACE"));
    telemetry.slowStatementMs = positiveNumber("PIVOTAL_SLOW_MS", int(telemetry.slowStatementMs));
    services.telemetry = std::make_shared<metrics::Telemetry>(telemetry);
    services.cacheOptions.ttl = std::chrono::seconds(positiveNumber("CACHE_TTL_SECS", 60));
    if (const QString url = qEnvironmentVariable("REDIS_URL"); !url.isEmpty()) {
        const auto redis = std::make_shared<cache::RedisCache>(cache::RedisOptions::fromUrl(url));
        services.makeCache = [redis, databaseUrl, inMemory = services.makeCache](const QString &wanted) -> std::shared_ptr<cache::Cache> {
            return wanted == databaseUrl ? redis : inMemory(wanted);
        };
    }
    return services;
}

} // namespace pivotal::app
