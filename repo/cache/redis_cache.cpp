#include "repo/cache/redis_cache.h"

#include "repo/domain/text.h"
#include "repo/metrics/log.h"

#include <chrono>

using namespace Qt::StringLiterals;

namespace pivotal::cache {

namespace {

/// A generation lives longer than anything that was loaded under it.
const QByteArray generationTtlSecs = QByteArrayLiteral("604800");

/// Generations start at the time, so that one which was thrown out, evicted or wiped doesn't come back.
QByteArray newGeneration()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return QByteArray::number(qint64(std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

QByteArray generationKey(const QString &tag)
{
    return (tag + u":generation"_s).toUtf8();
}

/// KEYS: the tag's generation, the value's key. ARGV: the generation seen, the value, its TTL in ms.
const QByteArray putScript = QByteArrayLiteral(
    "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) return 1 end return 0");

/// Nobody's: what is invalidated to find out whether anything can be.
const QString probeTag = u"pivotal:console:probe"_s;

/// For INFO, connecting included; twice it where the server wants a password or another database.
constexpr std::chrono::milliseconds infoBudget{200};

} // namespace

RedisCache::RedisCache(RedisOptions options) : m_connection(std::move(options)) {}

std::optional<qint64> RedisCache::generation(const QString &tag)
{
    const std::lock_guard lock(m_mutex);
    if (!isTrusted() || !payDebts())
        return std::nullopt;
    auto reply = generationReply(tag);
    if (reply && !reply->bytes) {
        (void)ask({QByteArrayLiteral("SET"), generationKey(tag), newGeneration(), QByteArrayLiteral("EX"), generationTtlSecs,
                   QByteArrayLiteral("NX")});
        reply = generationReply(tag);
    }
    if (!reply || !reply->bytes)
        return std::nullopt;
    bool isNumber = false;
    const qint64 number = reply->bytes->toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

/// By a command that writes: a server that became a replica refuses it. Redis before 6.2, or a user without the right to it, is
/// asked by GET.
std::optional<RedisReply> RedisCache::generationReply(const QString &tag)
{
    auto reply = ask({QByteArrayLiteral("GETEX"), generationKey(tag), QByteArrayLiteral("EX"), generationTtlSecs});
    if (!reply || reply->refusal.isEmpty())
        return reply;
    if (reply->refusal == "ERR" || reply->refusal == "NOPERM")
        return ask({QByteArrayLiteral("GET"), generationKey(tag)});
    m_isTrusted = false;
    tellProblem(Text::tr("Redis refuses writes (%1): it isn't read until it takes them.").arg(QString::fromLatin1(reply->refusal)));
    return std::nullopt;
}

bool RedisCache::isTrusted()
{
    if (m_isTrusted && m_connection.isOpen())
        return true;
    m_isTrusted = invalidateNow(probeTag, {}) && m_connection.isOpen();
    if (m_isTrusted)
        tellProblem({});
    return m_isTrusted;
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

void RedisCache::put(const QString &key, const Value &value, std::chrono::milliseconds ttl, const QString &tag, qint64 generation)
{
    const QByteArray json = value.encode();
    const std::lock_guard lock(m_mutex);
    const auto reply = ask({QByteArrayLiteral("EVAL"), putScript, QByteArrayLiteral("2"), generationKey(tag), key.toUtf8(),
                            QByteArray::number(generation), json, QByteArray::number(qint64(ttl.count()))});
    if (reply)
        tellProblem(reply->refusal.isEmpty() ? QString()
                                             : Text::tr("Redis takes no values (%1).").arg(QString::fromLatin1(reply->refusal)));
}

void RedisCache::invalidate(const QString &tag, const QStringList &keys)
{
    const std::lock_guard lock(m_mutex);
    if (invalidateNow(tag, keys))
        return;
    QStringList &owed = m_owed[tag];
    owed += keys;
    owed.removeDuplicates();
}

/// On a new connection, whatever the breaker says: the server may have come back, or another one have taken over.
QString RedisCache::waitUntilIdle()
{
    const std::lock_guard lock(m_mutex);
    if (m_owed.isEmpty())
        return {};
    m_connection.close();
    m_breaker.succeeded();
    if (payDebts())
        return {};
    return Text::tr("%1 could not be told to forget what was changed: others may be shown the old values until those expire. %2")
        .arg(name(), problem())
        .trimmed();
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
    return u"Redis at %1:%2"_s.arg(m_connection.options().host).arg(m_connection.options().port);
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
        if (!invalidateNow(owed.key(), owed.value()))
            return false;
    return true;
}

/// DEL is the one write that a full Redis still takes, and needs no right to run scripts; a list isn't found without the
/// generation that its key holds. Who may not DEL may be able to SET.
bool RedisCache::invalidateNow(const QString &tag, const QStringList &keys)
{
    QList<QByteArray> words{QByteArrayLiteral("DEL"), generationKey(tag)};
    for (const QString &key : keys)
        words << key.toUtf8();
    const auto deleted = ask(words);
    if (!deleted || deleted->refusal.isEmpty())
        return deleted.has_value();
    bool isDone = true;
    for (const QByteArray &key : words.mid(1)) {
        const auto replaced = ask({QByteArrayLiteral("SET"), key, QByteArray(), QByteArrayLiteral("PX"), QByteArrayLiteral("1")});
        isDone = isDone && replaced && replaced->refusal.isEmpty();
    }
    if (!isDone)
        tellProblem(Text::tr("Redis refuses to forget what was changed (%1): it isn't read until it does.")
                        .arg(QString::fromLatin1(deleted->refusal)));
    return isDone;
}

QString RedisCache::problem() const
{
    const std::lock_guard lock(m_problemMutex);
    return m_problem;
}

void RedisCache::tellProblem(const QString &problem)
{
    const std::lock_guard lock(m_problemMutex);
    if (m_problem == problem)
        return;
    m_problem = problem;
    if (!problem.isEmpty())
        metrics::logger("cache")->warn("event=redis_refuses problem={}", metrics::quoted(problem));
}

} // namespace pivotal::cache
