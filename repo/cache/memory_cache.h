#pragma once

#include "repo/cache/cache.h"

#include <QCache>
#include <QHash>
#include <mutex>

namespace pivotal::cache {

/// In this process: bounded by cost (rows), the least recently used goes first, and what is older than its TTL is not
/// given back.
class MemoryCache : public Cache
{
public:
    using Clock = std::chrono::steady_clock;

    explicit MemoryCache(int maxCost = 50'000, std::function<Clock::time_point()> now = Clock::now);

    std::optional<qint64> generation(const QString &tag) override;
    std::shared_ptr<const Value> get(const QString &key) override;
    void put(const QString &key, const Value &value, std::chrono::milliseconds ttl, const QString &tag, qint64 generation) override;
    void invalidate(const QString &tag, const QStringList &keys) override;
    void forgetLocal() override;
    bool isLocal() const override { return true; }
    QString name() const override;

private:
    struct Entry
    {
        std::shared_ptr<const Value> value;
        Clock::time_point expiresAt;
    };

    [[nodiscard]] qint64 generationOf(const QString &tag) const;

    std::function<Clock::time_point()> m_now;
    mutable std::mutex m_mutex; ///< guards what follows
    QCache<QString, Entry> m_entries;
    QHash<QString, qint64> m_generations; ///< of the tags invalidated since m_floor
    qint64 m_floor = 0;                   ///< the generation of all others
    qint64 m_last = 0;
};

} // namespace pivotal::cache
