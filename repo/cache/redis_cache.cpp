#include "repo/cache/redis_cache.h"

#include "repo/metrics/log.h"

#include <chrono>

namespace pivotal::cache {

namespace {

/// A generation lives longer than anything that was loaded under it.
const QByteArray generationTtlSecs = QByteArrayLiteral("604800");

/// Generations start at the time, so that one which was evicted or wiped doesn't come back.
QByteArray newGeneration()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return QByteArray::number(qint64(std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

QByteArray generationKey(const QString &tag)
{
    return (tag + QStringLiteral(":generation")).toUtf8();
}

/// KEYS: the tag's generation, the value's key. ARGV: the generation seen, the value, its TTL in ms.
const QByteArray putScript = QByteArrayLiteral(
    "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) return 1 end return 0");

/// KEYS: the tag's generation, then the keys to delete. ARGV: a new generation, the generation's TTL.
const QByteArray bustScript = QByteArrayLiteral(
    "if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('INCR', KEYS[1]) redis.call('EXPIRE', KEYS[1], ARGV[2]) "
    "else redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end "
    "for i = 2, #KEYS do redis.call('DEL', KEYS[i]) end return 1");

/// For INFO, connecting included; twice it where the server wants a password or another database.
constexpr std::chrono::milliseconds infoBudget{200};

} // namespace

RedisCache::RedisCache(RedisOptions options) : m_connection(std::move(options)) {}

std::optional<qint64> RedisCache::generation(const QString &tag)
{
    const std::lock_guard lock(m_mutex);
    if (!payDebts())
        return std::nullopt;
    auto reply = ask({QByteArrayLiteral("GET"), generationKey(tag)});
    if (reply && !reply->bytes) {
        (void)ask({QByteArrayLiteral("SET"), generationKey(tag), newGeneration(), QByteArrayLiteral("EX"), generationTtlSecs,
                   QByteArrayLiteral("NX")});
        reply = ask({QByteArrayLiteral("GET"), generationKey(tag)});
    }
    if (!reply || !reply->bytes)
        return std::nullopt;
    bool isNumber = false;
    const qint64 number = reply->bytes->toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

std::shared_ptr<const Value> RedisCache::get(const QString &key)
{
    const std::lock_guard lock(m_mutex);
    const auto reply = ask({QByteArrayLiteral("GET"), key.toUtf8()});
    if (!reply || !reply->bytes)
        return nullptr;
    auto value = std::make_shared<Value>();
    value->json = *reply->bytes;
    return value;
}

void RedisCache::put(const QString &key, const Value &value, std::chrono::milliseconds ttl, const QString &tag,
                     qint64 generation)
{
    const QByteArray json = value.encode();
    const std::lock_guard lock(m_mutex);
    (void)ask({QByteArrayLiteral("EVAL"), putScript, QByteArrayLiteral("2"), generationKey(tag), key.toUtf8(),
               QByteArray::number(generation), json, QByteArray::number(qint64(ttl.count()))});
}

void RedisCache::bust(const QString &tag, const QStringList &keys)
{
    const std::lock_guard lock(m_mutex);
    if (bustNow(tag, keys))
        return;
    QStringList &owed = m_owed[tag];
    owed += keys;
    owed.removeDuplicates();
}

/// On a connection of its own: nobody who reads a value waits for it, and that it isn't answered (a user may not run INFO)
/// doesn't open the breaker.
std::optional<RedisInfo> RedisCache::serverInfo()
{
    RedisOptions options = m_connection.options();
    options.budget = infoBudget;
    const auto reply = RedisConnection(options).command({QByteArrayLiteral("INFO")});
    auto info = reply && reply->bytes ? parseRedisInfo(*reply->bytes, options.database) : std::nullopt;
    if (info)
        info->server = name();
    return info;
}

QString RedisCache::name() const
{
    return QStringLiteral("Redis at %1:%2").arg(m_connection.options().host).arg(m_connection.options().port);
}

std::optional<RedisReply> RedisCache::ask(const QList<QByteArray> &words)
{
    const auto now = Breaker::Clock::now();
    if (!m_breaker.mayTry(now))
        return std::nullopt;
    auto reply = m_connection.command(words);
    if (reply) {
        m_breaker.succeeded();
    } else {
        m_breaker.failed(Breaker::Clock::now());
        metrics::logger("cache")->warn("event=redis_failed command={} host={}", words.first().toStdString(),
                                       m_connection.options().host.toStdString());
    }
    return reply;
}

bool RedisCache::payDebts()
{
    for (auto owed = m_owed.begin(); owed != m_owed.end(); owed = m_owed.erase(owed))
        if (!bustNow(owed.key(), owed.value()))
            return false;
    return true;
}

bool RedisCache::bustNow(const QString &tag, const QStringList &keys)
{
    QList<QByteArray> words{QByteArrayLiteral("EVAL"), bustScript, QByteArray::number(1 + keys.size()), generationKey(tag)};
    for (const QString &key : keys)
        words << key.toUtf8();
    words << newGeneration() << generationTtlSecs;
    return ask(words).has_value();
}

} // namespace pivotal::cache
