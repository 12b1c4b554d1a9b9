#pragma once

#include "repo/cache/redis_options.h"

#include <QByteArray>
#include <QList>
#include <memory>
#include <optional>

struct redisContext;

namespace pivotal::cache {

/// A reply, as far as the cache needs them: nil, a number, or bytes; or the first word of what it was refused with ("OOM").
struct RedisReply
{
    QByteArray refusal = {};
    std::optional<QByteArray> bytes;
    std::optional<qint64> number;
};

/// One hiredis connection, opened at its first command and again after it broke. Each call blocks at most for the
/// budget. Not thread-safe. Nothing on failure: no connection, no answer in time, or an answer of another kind.
class RedisConnection
{
public:
    explicit RedisConnection(RedisOptions options);
    ~RedisConnection();

    [[nodiscard]] std::optional<RedisReply> command(const QList<QByteArray> &words);
    /// The next command opens a new one.
    void close() { m_context.reset(); }
    [[nodiscard]] bool isOpen() const { return m_context != nullptr; }
    [[nodiscard]] const RedisOptions &options() const { return m_options; }

private:
    struct Free
    {
        void operator()(redisContext *context) const;
    };

    bool connect();
    bool login();
    std::optional<RedisReply> send(const QList<QByteArray> &words);

    RedisOptions m_options;
    std::unique_ptr<redisContext, Free> m_context;
};

} // namespace pivotal::cache
