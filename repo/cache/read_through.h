#pragma once

#include "repo/cache/cache.h"
#include "repo/cache/single_flight.h"
#include "repo/domain/freshness.h"
#include "repo/metrics/telemetry.h"

#include <memory>

namespace pivotal::cache {

/// How a value travels to a provider outside of this process. `decode` gives nothing for what it can't read.
template <class T>
struct Codec
{
    std::function<QByteArray(const T &)> encode;
    std::function<std::optional<T>(const QByteArray &)> decode;
    std::function<int(const T &)> cost = [](const T &) { return 1; };
};

/// Where a value belongs.
struct Slot
{
    QString resource; ///< for the metrics: "user", "users", "roles"
    QString tag;
    std::function<QString(qint64 generation)> key;
    std::chrono::milliseconds ttl{60'000};
};

struct CacheOptions
{
    std::chrono::milliseconds ttl{60'000};    ///< CACHE_TTL_SECS
    std::chrono::milliseconds hotTtl{15'000}; ///< of a single user
    double verifyShare = 0.01;                ///< of the hits that are checked against the database
};

/// What repositories read through: the cache first, else the loader, once for all who ask at the same time. A cache
/// that can't be asked, or that answers what can't be read, costs one load, never two. Any thread.
class ReadThrough
{
public:
    ReadThrough(std::shared_ptr<Cache> cache, std::shared_ptr<metrics::Telemetry> telemetry, CacheOptions options);

    [[nodiscard]] const CacheOptions &options() const { return m_options; }
    [[nodiscard]] Cache &cache() { return *m_cache; }

    /// From a cache in this process, without a load and without waiting: for the GUI thread. A miss isn't counted, since
    /// getOrSet follows.
    template <class T>
    [[nodiscard]] std::optional<T> peek(const Slot &slot)
    {
        if (!m_cache->isLocal() || isSampled())
            return std::nullopt;
        const auto value = m_cache->get(slot.key(*m_cache->generation(slot.tag)));
        if (!value)
            return std::nullopt;
        count(metrics::CacheEvent::Hit, slot.resource);
        return std::any_cast<const T &>(value->object);
    }

    /// `freshness`: Fresh doesn't look, but loads and puts.
    template <class T, class Load>
    [[nodiscard]] T getOrSet(const Slot &slot, const Codec<T> &codec, Load load, const SingleFlight::Checkpoint &checkpoint,
                             Freshness freshness = Freshness::Cached)
    {
        const auto generation = m_cache->generation(slot.tag);
        if (!generation) {
            count(metrics::CacheEvent::Error, slot.resource);
            return load();
        }
        const QString key = slot.key(*generation);
        if (freshness == Freshness::Fresh) {
            const T value = load();
            put(slot, codec, key, *generation, value);
            return value;
        }
        if (const auto known = read(slot, codec, key)) {
            count(metrics::CacheEvent::Hit, slot.resource);
            return isSampled() ? verified(slot, codec, key, *generation, *known, load()) : *known;
        }
        count(metrics::CacheEvent::Miss, slot.resource);
        const auto loadAndPut = [&] {
            const T value = load();
            put(slot, codec, key, *generation, value);
            return std::any(value);
        };
        return std::any_cast<T>(m_flights.run(key, loadAndPut, checkpoint));
    }

    /// After the commit. The tag's lists and the keys are not used again.
    void invalidate(const QString &resource, const QString &tag, const QStringList &keys = {});

private:
    void count(metrics::CacheEvent event, const QString &resource) { m_telemetry->metrics().record(event, resource); }
    [[nodiscard]] bool isSampled() const;
    [[nodiscard]] std::chrono::milliseconds withJitter(std::chrono::milliseconds ttl) const;
    void reportStale(const Slot &slot, const QString &key);

    template <class T>
    std::optional<T> read(const Slot &slot, const Codec<T> &codec, const QString &key)
    {
        const auto value = m_cache->get(key);
        if (!value)
            return std::nullopt;
        if (value->object.has_value())
            return std::any_cast<const T &>(value->object);
        auto decoded = codec.decode(value->json);
        if (!decoded)
            count(metrics::CacheEvent::Error, slot.resource);
        return decoded;
    }

    template <class T>
    void put(const Slot &slot, const Codec<T> &codec, const QString &key, qint64 generation, const T &object)
    {
        Value value;
        value.object = object;
        value.encode = [&codec, &object] { return codec.encode(object); };
        value.cost = codec.cost(object);
        m_cache->put(key, value, withJitter(slot.ttl), slot.tag, generation);
        count(metrics::CacheEvent::Set, slot.resource);
    }

    /// A difference counts where nobody wrote in between.
    template <class T>
    T verified(const Slot &slot, const Codec<T> &codec, const QString &key, qint64 generation, const T &known, const T &fresh)
    {
        if (codec.encode(known) != codec.encode(fresh) && m_cache->generation(slot.tag) == generation)
            reportStale(slot, key);
        return fresh;
    }

    std::shared_ptr<Cache> m_cache;
    std::shared_ptr<metrics::Telemetry> m_telemetry;
    CacheOptions m_options;
    SingleFlight m_flights;
};

} // namespace pivotal::cache
