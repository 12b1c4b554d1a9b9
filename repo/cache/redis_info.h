#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace pivotal::cache {

/// What a Redis server tells of itself (INFO). Counters are since it started, or since CONFIG RESETSTAT.
struct RedisInfo
{
    QString server; ///< "Redis at host:port"
    QString version;
    qint64 uptimeSecs = 0;
    qint64 clients = 0;
    qint64 usedBytes = 0;
    qint64 peakBytes = 0;
    qint64 maxBytes = 0; ///< 0: no limit
    QString policy;      ///< what it does at the limit: "noeviction", "allkeys-lru"
    qint64 evicted = 0;  ///< keys
    qint64 expired = 0;  ///< keys
    qint64 hits = 0;     ///< of keys that were asked for
    qint64 misses = 0;
    qint64 keys = 0; ///< in the console's database of it

    /// 0..1; empty where nothing was asked for.
    [[nodiscard]] std::optional<double> hitRate() const;
};

/// Nothing where the text isn't INFO's. What isn't told is 0.
[[nodiscard]] std::optional<RedisInfo> parseRedisInfo(const QByteArray &text, int database);

} // namespace pivotal::cache
