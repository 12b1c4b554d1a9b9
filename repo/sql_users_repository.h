#pragma once

#include "repo/db/executor.h"
#include "repo/db/transaction.h"
#include "repo/domain/scope.h"
#include "repo/users_repository.h"

namespace pivotal {

/// Users over PostgreSQL. `executor` outlives the repository.
class SqlUsersRepository : public UsersRepository
{
public:
    SqlUsersRepository(db::Executor &executor, Scope scope);

    QFuture<Page<User>> page(const UserFilter &filter, const UserSort &sort, const PageRequest &request) override;
    QFuture<User> get(const UserId &id) override;
    QFuture<User> update(const UserId &id, Instant basedOn, const UserEdit &edit) override;
    QFuture<QList<Role>> roles() override;

private:
    db::Executor &m_executor;
    Scope m_scope;
};

} // namespace pivotal
