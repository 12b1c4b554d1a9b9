#include "repo/cache/redis_info.h"

#include <QHash>

namespace pivotal::cache {

namespace {

QHash<QByteArray, QByteArray> fieldsOf(const QByteArray &text)
{
    QHash<QByteArray, QByteArray> fields;
    for (const QByteArray &line : text.split('\n'))
        if (const qsizetype colon = line.indexOf(':'); colon > 0)
            fields.insert(line.left(colon), line.mid(colon + 1).trimmed());
    return fields;
}

/// "keys=12,expires=3,avg_ttl=0".
qint64 keysOf(const QByteArray &keyspace)
{
    for (const QByteArray &part : keyspace.split(','))
        if (part.startsWith("keys="))
            return part.mid(5).toLongLong();
    return 0;
}

} // namespace

std::optional<double> RedisInfo::hitRate() const
{
    return hits + misses > 0 ? std::optional(double(hits) / double(hits + misses)) : std::nullopt;
}

std::optional<RedisInfo> parseRedisInfo(const QByteArray &text, int database)
{
    const QHash<QByteArray, QByteArray> fields = fieldsOf(text);
    const auto number = [&fields](const char *name) { return fields.value(name).toLongLong(); };
    RedisInfo info;
    info.version = QString::fromUtf8(fields.value("redis_version"));
    if (info.version.isEmpty())
        return std::nullopt;
    info.uptimeSecs = number("uptime_in_seconds");
    info.clients = number("connected_clients");
    info.usedBytes = number("used_memory");
    info.peakBytes = number("used_memory_peak");
    info.maxBytes = number("maxmemory");
    info.policy = QString::fromUtf8(fields.value("maxmemory_policy"));
    info.evicted = number("evicted_keys");
    info.expired = number("expired_keys");
    info.hits = number("keyspace_hits");
    info.misses = number("keyspace_misses");
    info.keys = keysOf(fields.value("db" + QByteArray::number(database)));
    return info;
}

} // namespace pivotal::cache
