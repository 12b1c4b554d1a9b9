#include "repo/cache/read_through.h"

#include "repo/metrics/log.h"

#include <QRandomGenerator>

namespace pivotal::cache {

namespace {

constexpr double jitter = 0.1;

} // namespace

ReadThrough::ReadThrough(std::shared_ptr<Cache> cache, std::shared_ptr<metrics::Telemetry> telemetry, CacheOptions options)
    : m_cache(std::move(cache)), m_telemetry(std::move(telemetry)), m_options(options)
{
}

void ReadThrough::invalidate(const QString &resource, const QString &tag, const QStringList &keys)
{
    m_cache->invalidate(tag, keys);
    count(metrics::CacheEvent::Invalidation, resource);
}

bool ReadThrough::isSampled() const
{
    return m_options.verifyShare > 0 && QRandomGenerator::global()->generateDouble() < m_options.verifyShare;
}

/// So that what was stored together doesn't expire together.
std::chrono::milliseconds ReadThrough::withJitter(std::chrono::milliseconds ttl) const
{
    const double factor = 1 - jitter + 2 * jitter * QRandomGenerator::global()->generateDouble();
    return std::chrono::milliseconds(qint64(double(ttl.count()) * factor));
}

void ReadThrough::reportStale(const Slot &slot, const QString &key)
{
    count(metrics::CacheEvent::Stale, slot.resource);
    metrics::logger("cache")->warn("event=stale_value resource={} key={}", slot.resource.toStdString(), metrics::quoted(key));
    m_cache->invalidate(slot.tag, {key});
}

} // namespace pivotal::cache
