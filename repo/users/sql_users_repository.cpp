#include "repo/users/sql_users_repository.h"

#include "repo/db/transaction.h"
#include "repo/domain/cuid.h"
#include "repo/users/user_codecs.h"
#include "repo/users/user_mapping.h"
#include "repo/users/user_writes.h"

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

/// Throws out what is cached of a user when the unit of work is over, however it ended: a invalidate too many costs a load.
struct InvalidateAfter
{
    cache::ReadThrough *cache;
    const CachedValues &values;
    const UserId &id;

    ~InvalidateAfter()
    {
        if (cache)
            values.invalidateUser(*cache, id);
    }
};

User loadUser(db::Connection &connection, const Scope &scope, const UserId &id)
{
    db::Rows rows = connection.query(sql::userById(scope.organization.id, id));
    if (!rows.next())
        throw noSuchUser(id);
    return mapUser(rows);
}

QList<Role> loadRoles(db::Connection &connection, const Scope &scope)
{
    QList<Role> roles;
    db::Rows rows = connection.query(sql::rolesOf(scope.organization.id));
    while (rows.next())
        roles.append(mapRole(rows));
    return roles;
}

} // namespace

template class SqlRowSource<UsersRepository>;

SqlUsersRepository::SqlUsersRepository(RepositoryContext context, QString origin)
    : SqlRowSource(std::move(context), {u"users"_s, u"users.listUsers"_s, mapUser, sql::usersSlice, &userSliceCodec()}),
      m_origin(std::move(origin))
{
}

QFuture<User> SqlUsersRepository::get(const UserId &id, Freshness freshness)
{
    return read<User>(u"users.getUserById"_s, cachedValues().user(id), userCodec(), freshness,
                      [id, scope = context().scope](db::Connection &connection) { return loadUser(connection, scope, id); });
}

template <class T, class Unit>
QFuture<T> SqlUsersRepository::write(const QString &operation, const UserId &id, Unit unit)
{
    UserWrite what{context().scope, id, {newCuid()}, m_origin};
    if (context().capabilities)
        what.versionStep = context().capabilities->versionStep;
    return context().executor.run(
        operation, db::Access::Write, [=, cache = context().cache, values = cachedValues()](db::Connection &connection) {
            db::TransactionOptions options;
            options.name = operation;
            options.proof = {what.scope.organization.id, what.auditId};
            // After the commit, or where nobody knows whether there was one.
            const InvalidateAfter invalidate{cache.get(), values, what.user};
            return db::withTransaction(connection, options, [&](db::Transaction &transaction) { return unit(transaction, what); });
        });
}

QFuture<User> SqlUsersRepository::create(const NewUser &user)
{
    return write<User>(u"users.createUser"_s, {newCuid()},
                       [user](db::Transaction &transaction, const UserWrite &write) { return createUser(transaction, write, user); });
}

QFuture<User> SqlUsersRepository::update(const User &base, const UserEdit &edit)
{
    return write<User>(u"users.updateUser"_s, base.id, [base, edit](db::Transaction &transaction, const UserWrite &write) {
        return updateUser(transaction, write, base, edit);
    });
}

QFuture<bool> SqlUsersRepository::assignRole(const UserId &id, const RoleId &role)
{
    return write<bool>(u"users.assignRole"_s, id, [role](db::Transaction &transaction, const UserWrite &write) {
        return pivotal::assignRole(transaction, write, role);
    });
}

QFuture<bool> SqlUsersRepository::removeRole(const UserId &id, const RoleId &role)
{
    return write<bool>(u"users.removeRole"_s, id, [role](db::Transaction &transaction, const UserWrite &write) {
        return pivotal::removeRole(transaction, write, role);
    });
}

QFuture<QList<Role>> SqlUsersRepository::roles()
{
    return read<QList<Role>>(u"roles.listRoles"_s, cachedValues().roles(), rolesCodec(), Freshness::Cached,
                             [scope = context().scope](db::Connection &connection) { return loadRoles(connection, scope); });
}

QFuture<QStringList> SqlUsersRepository::statuses()
{
    return context().background.run(u"users.listStatuses"_s, db::Access::Read, [scope = context().scope](db::Connection &connection) {
        QStringList words;
        db::Rows rows = connection.query(sql::statusesOf(scope.organization.id));
        while (rows.next())
            words << rows.text();
        return words;
    });
}

} // namespace pivotal
