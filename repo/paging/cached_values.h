#pragma once

#include "repo/cache/read_through.h"
#include "repo/domain/ids.h"
#include "repo/sql/statement.h"

namespace pivotal {

/// What the repositories cache, where, and for how long. The tags are what a write invalidates.
class CachedValues
{
public:
    CachedValues(const OrganizationId &organization, const cache::CacheOptions &options) : m_organization(organization), m_options(options)
    {
    }

    [[nodiscard]] cache::Slot user(const UserId &id) const;
    /// A slice of a list, or the total of a filter, by the statement that reads it. `resource`: "users".
    [[nodiscard]] cache::Slot list(const QString &resource, const sql::Statement &statement) const;
    [[nodiscard]] cache::Slot total(const QString &resource, const sql::Statement &statement) const;
    [[nodiscard]] cache::Slot roles() const;
    [[nodiscard]] cache::Slot settings() const;

    /// After a user has changed: its own keys, the backend's among them, and every list of users.
    void invalidateUser(cache::ReadThrough &cache, const UserId &id) const;

private:
    [[nodiscard]] cache::Slot slot(const QString &resource, const QString &kind, const QByteArray &hash) const;

    OrganizationId m_organization;
    cache::CacheOptions m_options;
};

[[nodiscard]] const cache::Codec<qint64> &totalCodec();

} // namespace pivotal
