#pragma once

#include "repo/cache/breaker.h"
#include "repo/cache/cache.h"
#include "repo/cache/redis_connection.h"

#include <QHash>
#include <mutex>

namespace pivotal::cache {

/// In the Redis that the backend uses, as JSON under its keys: what one console throws out is gone for all of them and
/// for the backend. Blocks, at most for the budget; so not on the GUI thread.
///
/// A invalidate that Redis could not be told of, or refused, is owed: it is told before anything else is read there again, so that
/// no stale value comes back with it. And nothing is read from a Redis that refuses to forget (a replica, a user without the
/// right): what somebody else could not throw out there may be stale.
class RedisCache : public Cache
{
public:
    explicit RedisCache(RedisOptions options);

    std::optional<qint64> generation(const QString &tag) override;
    std::shared_ptr<const Value> get(const QString &key) override;
    void put(const QString &key, const Value &value, std::chrono::milliseconds ttl, const QString &tag, qint64 generation) override;
    void invalidate(const QString &tag, const QStringList &keys) override;
    bool isLocal() const override { return false; }
    std::optional<RedisInfo> serverInfo() override;
    QString waitUntilIdle() override;
    QString problem() const override;
    QString name() const override;

private:
    std::optional<RedisReply> ask(const QList<QByteArray> &words);
    std::optional<RedisReply> generationReply(const QString &tag);
    void tellProblem(const QString &problem);
    bool payDebts();
    bool isTrusted();
    bool invalidateNow(const QString &tag, const QStringList &keys);

    std::mutex m_mutex; ///< guards what follows
    RedisConnection m_connection;
    Breaker m_breaker;
    QHash<QString, QStringList> m_owed; ///< keys by tag
    bool m_isTrusted = false;           ///< of the open connection: it forgets what it is told to
    mutable std::mutex m_problemMutex;  ///< guards what follows; held for no answer
    QString m_problem;
};

} // namespace pivotal::cache
