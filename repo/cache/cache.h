#pragma once

#include "repo/cache/redis_info.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <any>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace pivotal::cache {

/// What is stored: the value itself, for a provider in this process, or its JSON, for one outside. A provider gives
/// back the one it keeps.
struct Value
{
    std::any object;
    std::function<QByteArray()> encode; ///< JSON of `object`; called only where it is needed
    QByteArray json;
    int cost = 1; ///< about how many rows it holds
};

/// Where values are kept for a while. Each belongs to a tag, and a tag has a generation, which `invalidate` moves on: a value
/// that was loaded before is not taken after, so a slow reader can't put back what a writer has just thrown out.
///
/// Any thread. Never throws: a provider that can't answer says so, and the database is asked instead.
class Cache
{
public:
    virtual ~Cache() = default;

    /// Nothing where the provider can't be asked now.
    [[nodiscard]] virtual std::optional<qint64> generation(const QString &tag) = 0;
    /// Null where there is none.
    [[nodiscard]] virtual std::shared_ptr<const Value> get(const QString &key) = 0;
    /// Stores it, unless the tag has left `generation`.
    virtual void put(const QString &key, const Value &value, std::chrono::milliseconds ttl, const QString &tag, qint64 generation) = 0;
    /// Moves the tag to a new generation and deletes the keys.
    virtual void invalidate(const QString &tag, const QStringList &keys) = 0;
    /// Forgets everything, where only this process sees it: after changes elsewhere may have gone unnoticed.
    virtual void forgetLocal() {}
    /// In this process, and answers at once: may be asked on the GUI thread.
    [[nodiscard]] virtual bool isLocal() const = 0;
    /// What the server behind it tells of itself; nothing where there is none, or it doesn't answer. Blocks for up to half a
    /// second, without holding up what else is asked here.
    [[nodiscard]] virtual std::optional<RedisInfo> serverInfo() { return std::nullopt; }
    /// Before a process ends that can't pay later: what is still to be thrown out is tried once more. A sentence where it
    /// could not be; else empty. Blocks.
    [[nodiscard]] virtual QString waitUntilIdle() { return {}; }
    /// What is wrong with it at the moment, a sentence; empty where nothing is. Answers at once.
    [[nodiscard]] virtual QString problem() const { return {}; }
    /// For the status: "memory", "Redis at host:port".
    [[nodiscard]] virtual QString name() const = 0;
};

} // namespace pivotal::cache
