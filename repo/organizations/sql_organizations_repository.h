#pragma once

#include "repo/cache/read_through.h"
#include "repo/db/executor.h"
#include "repo/organizations/organizations_repository.h"

namespace pivotal {

/// Organizations over PostgreSQL; settings are read through a cache where there is one. `executor` outlives the
/// repository.
class SqlOrganizationsRepository : public OrganizationsRepository
{
public:
    explicit SqlOrganizationsRepository(db::Executor &executor, std::shared_ptr<cache::ReadThrough> cache = {})
        : m_executor(executor), m_cache(std::move(cache))
    {
    }

    QFuture<QList<Scope>> scopesOf(const QString &email) override;
    QFuture<OrganizationSettings> settings(const OrganizationId &organization, Freshness freshness = Freshness::Cached) override;

private:
    db::Executor &m_executor;
    std::shared_ptr<cache::ReadThrough> m_cache;
};

} // namespace pivotal
