#pragma once

#include "repo/db/executor.h"
#include "repo/organizations_repository.h"

namespace pivotal {

/// Organizations over PostgreSQL. `executor` outlives the repository.
class SqlOrganizationsRepository : public OrganizationsRepository
{
public:
    explicit SqlOrganizationsRepository(db::Executor &executor) : m_executor(executor) {}

    QFuture<QList<Scope>> scopesOf(const QString &email) override;

private:
    db::Executor &m_executor;
};

} // namespace pivotal
