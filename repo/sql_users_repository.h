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
    QFuture<User> create(const NewUser &user) override;
    QFuture<User> update(const UserId &id, Instant basedOn, const UserEdit &edit) override;
    QFuture<bool> assignRole(const UserId &id, const RoleId &role) override;
    QFuture<bool> removeRole(const UserId &id, const RoleId &role) override;
    QFuture<QList<Role>> roles() override;

private:
    /// Runs `unit(Transaction &, UserWrite)` in a transaction, and busts what is cached of the user after it.
    template <class T, class Unit>
    QFuture<T> write(const QString &operation, const UserId &id, Unit unit);

    db::Executor &m_executor;
    Scope m_scope;
    std::shared_ptr<cache::ReadThrough> m_cache; ///< shared with the work that is under way
    QString m_origin;
};

} // namespace pivotal
