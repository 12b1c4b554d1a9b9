#pragma once

#include "repo/paging/sql_row_source.h"
#include "repo/users/users_repository.h"
#include "repo/users/users_sql.h" // what SqlRowSource finds by the filter

namespace pivotal {

extern template class SqlRowSource<UsersRepository>; // compiled once, beside this repository

/// Users over PostgreSQL, read through a cache where there is one. `origin` is what its notices to other consoles say they
/// come from.
class SqlUsersRepository : public SqlRowSource<UsersRepository>
{
public:
    explicit SqlUsersRepository(RepositoryContext context, QString origin = {});

    QFuture<User> get(const UserId &id, Freshness freshness = Freshness::Fresh) override;
    QFuture<User> create(const NewUser &user) override;
    QFuture<User> update(const User &base, const UserEdit &edit) override;
    QFuture<bool> assignRole(const UserId &id, const RoleId &role) override;
    QFuture<bool> removeRole(const UserId &id, const RoleId &role) override;
    QFuture<QList<Role>> roles() override;
    QFuture<QStringList> statuses() override;

private:
    /// Runs `unit(Transaction &, UserWrite)` in a transaction, and invalidates what is cached of the user after it.
    template <class T, class Unit>
    QFuture<T> write(const QString &operation, const UserId &id, Unit unit);

    QString m_origin;
};

} // namespace pivotal
