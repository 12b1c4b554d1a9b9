#include "repo/cache/memory_cache.h"

using namespace Qt::StringLiterals;

namespace pivotal::cache {

namespace {

constexpr qsizetype maxGenerations = 10'000;

} // namespace

MemoryCache::MemoryCache(int maxCost, std::function<Clock::time_point()> now) : m_now(std::move(now)), m_entries(maxCost) {}

std::optional<qint64> MemoryCache::generation(const QString &tag)
{
    const std::lock_guard lock(m_mutex);
    return generationOf(tag);
}

std::shared_ptr<const Value> MemoryCache::get(const QString &key)
{
    const std::lock_guard lock(m_mutex);
    const Entry *entry = m_entries.object(key);
    if (!entry)
        return nullptr;
    if (entry->expiresAt > m_now())
        return entry->value;
    m_entries.remove(key);
    return nullptr;
}

void MemoryCache::put(const QString &key, const Value &value, std::chrono::milliseconds ttl, const QString &tag, qint64 generation)
{
    auto kept = std::make_shared<Value>();
    kept->object = value.object;
    std::unique_ptr<Entry> replaced; // freed without the lock: a page is many strings
    const std::lock_guard lock(m_mutex);
    if (generationOf(tag) != generation)
        return;
    replaced.reset(m_entries.take(key));
    m_entries.insert(key, new Entry{std::move(kept), m_now() + ttl}, value.cost); // QCache owns the entry
}

void MemoryCache::invalidate(const QString &tag, const QStringList &keys)
{
    const std::lock_guard lock(m_mutex);
    for (const QString &key : keys)
        m_entries.remove(key);
    m_generations.insert(tag, ++m_last);
    if (m_generations.size() <= maxGenerations)
        return;
    m_generations.clear(); // every tag gets a new one, which only costs a load
    m_floor = ++m_last;
}

void MemoryCache::forgetLocal()
{
    const std::lock_guard lock(m_mutex);
    m_entries.clear();
    m_generations.clear();
    m_floor = ++m_last;
}

QString MemoryCache::name() const
{
    return u"memory"_s;
}

qint64 MemoryCache::generationOf(const QString &tag) const
{
    return m_generations.value(tag, m_floor);
}

} // namespace pivotal::cache
