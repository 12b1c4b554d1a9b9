#pragma once

#include "repo/cache/read_through.h"
#include "repo/db/executor.h"
#include "repo/db/transaction.h"
#include "repo/domain/scope.h"
#include "repo/users_repository.h"

namespace pivotal {

/// Users over PostgreSQL, read through a cache where there is one. `executor` outlives the repository. `origin` is what
/// its notices to other consoles say they come from.
class SqlUsersRepository : public UsersRepository
{
public:
    SqlUsersRepository(db::Executor &executor, Scope scope, std::shared_ptr<cache::ReadThrough> cache = {},
                       QString origin = {});

    QFuture<Page<User>> page(const UserFilter &filter, const UserSort &sort, const PageRequest &request) override;
    QFuture<User> get(const UserId &id, Freshness freshness = Freshness::Fresh) override;
    QFuture<User> update(const UserId &id, Instant basedOn, const UserEdit &edit) override;
    QFuture<QList<Role>> roles() override;

private:
    db::Executor &m_executor;
    Scope m_scope;
    std::shared_ptr<cache::ReadThrough> m_cache; ///< shared with the work that is under way
    QString m_origin;
};

} // namespace pivotal
