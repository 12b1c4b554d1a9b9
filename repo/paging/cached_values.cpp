#include "repo/paging/cached_values.h"

#include "repo/cache/cache_key.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

const QString userResource = u"user"_s;
const QString usersResource = u"users"_s;

} // namespace

cache::Slot CachedValues::user(const UserId &id) const
{
    const QString tag = cache::cacheKey(m_organization, userResource, id.value);
    const QString key = cache::cacheKey(m_organization, userResource, id.value, u"profile"_s);
    return {userResource, tag, [key](qint64) { return key; }, std::min(m_options.hotTtl, m_options.ttl)};
}

cache::Slot CachedValues::list(const QString &resource, const sql::Statement &statement) const
{
    return slot(resource, u"list"_s, sql::hashOf(statement));
}

cache::Slot CachedValues::total(const QString &resource, const sql::Statement &statement) const
{
    cache::Slot total = slot(resource, u"total"_s, sql::hashOf(statement));
    total.resource += u"_total"_s; // counted apart, but invalidated with the lists
    return total;
}

cache::Slot CachedValues::roles() const
{
    return slot(u"roles"_s, u"list"_s, "all");
}

cache::Slot CachedValues::settings() const
{
    return slot(u"settings"_s, u"list"_s, "all");
}

void CachedValues::invalidateUser(cache::ReadThrough &cache, const UserId &id) const
{
    const cache::Slot slot = user(id);
    cache.invalidate(userResource, slot.tag, {slot.tag, slot.key(0)});
    cache.invalidate(usersResource, cache::cacheKey(m_organization, usersResource));
}

cache::Slot CachedValues::slot(const QString &resource, const QString &kind, const QByteArray &hash) const
{
    return {resource, cache::cacheKey(m_organization, resource),
            [organization = m_organization, resource, kind, hash](qint64 generation) {
                return cache::listKey(organization, resource, kind, hash, generation);
            },
            m_options.ttl};
}

const cache::Codec<qint64> &totalCodec()
{
    static const cache::Codec<qint64> codec{[](const qint64 &total) { return QByteArray::number(total); },
                                            [](const QByteArray &bytes) {
                                                bool isNumber = false;
                                                const qint64 total = bytes.toLongLong(&isNumber);
                                                return isNumber ? std::optional(total) : std::nullopt;
                                            }};
    return codec;
}

} // namespace pivotal
