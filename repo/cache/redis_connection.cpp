#include "repo/cache/redis_connection.h"

#include <hiredis/hiredis.h>
#include <vector>

namespace pivotal::cache {

namespace {

timeval toTimeval(std::chrono::milliseconds budget)
{
    return {.tv_sec = budget.count() / 1000, .tv_usec = (budget.count() % 1000) * 1000};
}

std::optional<RedisReply> convert(const redisReply &reply)
{
    switch (reply.type) {
    case REDIS_REPLY_NIL: return RedisReply{};
    case REDIS_REPLY_INTEGER: return RedisReply{.refusal = {}, .bytes = {}, .number = reply.integer};
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS: return RedisReply{.refusal = {}, .bytes = QByteArray(reply.str, qsizetype(reply.len)), .number = {}};
    case REDIS_REPLY_ERROR:
        return RedisReply{.refusal = QByteArray(reply.str, qsizetype(reply.len)).split(' ').first(), .bytes = {}, .number = {}};
    default: return std::nullopt;
    }
}

} // namespace

void RedisConnection::Free::operator()(redisContext *context) const
{
    redisFree(context);
}

RedisConnection::RedisConnection(RedisOptions options) : m_options(std::move(options)) {}
RedisConnection::~RedisConnection() = default;

std::optional<RedisReply> RedisConnection::command(const QList<QByteArray> &words)
{
    if (!m_context && !connect())
        return std::nullopt;
    return send(words);
}

bool RedisConnection::connect()
{
    const timeval budget = toTimeval(m_options.budget);
    m_context.reset(redisConnectWithTimeout(m_options.host.toUtf8().constData(), m_options.port, budget));
    if (!m_context || m_context->err || redisSetTimeout(m_context.get(), budget) != REDIS_OK) {
        m_context.reset();
        return false;
    }
    if (!login())
        m_context.reset();
    return isOpen();
}

bool RedisConnection::login()
{
    const auto isTaken = [this](const QList<QByteArray> &words) {
        const auto reply = send(words);
        return reply && reply->refusal.isEmpty();
    };
    QList<QByteArray> words{QByteArrayLiteral("AUTH")};
    if (!m_options.user.isEmpty())
        words << m_options.user.toUtf8();
    words << m_options.password.toUtf8();
    return (m_options.password.isEmpty() || isTaken(words))
           && (m_options.database == 0 || isTaken({QByteArrayLiteral("SELECT"), QByteArray::number(m_options.database)}));
}

std::optional<RedisReply> RedisConnection::send(const QList<QByteArray> &words)
{
    std::vector<const char *> texts;
    std::vector<size_t> lengths;
    for (const QByteArray &word : words) {
        texts.push_back(word.constData());
        lengths.push_back(size_t(word.size()));
    }
    const std::unique_ptr<redisReply, void (*)(void *)> reply(
        static_cast<redisReply *>(redisCommandArgv(m_context.get(), int(texts.size()), texts.data(), lengths.data())), freeReplyObject);
    if (!reply) { // broken, or late: its answer must not be taken for the next one's
        m_context.reset();
        return std::nullopt;
    }
    return convert(*reply);
}

} // namespace pivotal::cache
