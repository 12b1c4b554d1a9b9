#include "repo/sql_users_repository.h"

#include "repo/cached_values.h"
#include "repo/domain/cuid.h"
#include "repo/row_mapping.h"
#include "repo/sql/users_sql.h"
#include "repo/user_writes.h"

namespace pivotal {

namespace {

/// Throws out what is cached of a user when the unit of work is over, however it ended: a bust too many costs a load.
struct BustAfter
{
    cache::ReadThrough *cache;
    const CachedValues &values;
    const UserId &id;

    ~BustAfter()
    {
        if (cache)
            values.bustUser(*cache, id);
    }
};

/// What a worker needs to read: copied into the work.
struct Reading
{
    Scope scope;
    std::shared_ptr<cache::ReadThrough> cache;
    CachedValues values;

    Reading(Scope readScope, std::shared_ptr<cache::ReadThrough> readCache)
        : scope(std::move(readScope)), cache(std::move(readCache)),
          values(scope.organization.id, cache ? cache->options() : cache::CacheOptions())
    {
    }

    template <class T, class Load>
    T through(db::Connection &connection, const cache::Slot &slot, const cache::Codec<T> &codec, Freshness freshness, Load load) const
    {
        return cache ? cache->getOrSet(slot, codec, load, [&connection] { connection.requireWanted(); }, freshness) : load();
    }
};

Page<User> queryPage(db::Connection &connection, const sql::Statement &statement, const PageRequest &request)
{
    return mapPage(connection, statement, request, mapUser);
}

/// The total is the dear part, and the same for every page of a filter: where it is known, the page goes without.
Page<User> loadPage(db::Connection &connection, const Reading &reading, const UserFilter &filter, const UserSort &sort,
                    const PageRequest &request)
{
    const auto statement = [&](const PageRequest &each) { return sql::usersPage(reading.scope.organization.id, filter, sort, each); };
    if (request.total == Total::Skip)
        return queryPage(connection, statement(request), request);
    std::optional<Page<User>> page;
    const cache::Slot slot = reading.values.usersTotal(sql::usersPage(reading.scope.organization.id, filter, defaultUserSort, {}));
    const qint64 total = reading.through(connection, slot, totalCodec(), request.freshness, [&] {
        page = queryPage(connection, statement(request), request);
        return page->total;
    });
    if (page && page->total == total)
        return *page;
    PageRequest withoutTotal = request;
    withoutTotal.total = Total::Skip;
    page = queryPage(connection, statement(withoutTotal), withoutTotal);
    page->total = total;
    page->requireInRange();
    return *page;
}

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

template <class... Specs>
bool areValid(const Specs &...specs)
{
    try {
        (specs.validate(), ...);
        return true;
    } catch (const RepositoryError &) {
        return false; // said by the worker, with the operation's name and correlation id
    }
}

/// What is in this process is answered at once, on the caller's thread.
template <class T>
std::optional<QFuture<T>> readyFrom(const Reading &reading, const cache::Slot &slot, Freshness freshness)
{
    if (!reading.cache || freshness == Freshness::Fresh)
        return std::nullopt;
    auto known = reading.cache->peek<T>(slot);
    return known ? std::optional(QtFuture::makeReadyFuture(std::move(*known))) : std::nullopt;
}

} // namespace

SqlUsersRepository::SqlUsersRepository(db::Executor &executor, Scope scope, std::shared_ptr<cache::ReadThrough> cache,
                                       QString origin)
    : m_executor(executor), m_scope(std::move(scope)), m_cache(std::move(cache)), m_origin(std::move(origin))
{
}

QFuture<Page<User>> SqlUsersRepository::page(const UserFilter &filter, const UserSort &sort, const PageRequest &request)
{
    const Reading reading(m_scope, m_cache);
    const auto slot = [=, organization = m_scope.organization.id] {
        return reading.values.usersPage(sql::usersPage(organization, filter, sort, request));
    };
    if (areValid(filter, request))
        if (const auto ready = readyFrom<Page<User>>(reading, slot(), request.freshness))
            return *ready;
    return m_executor.run(QStringLiteral("users.listUsers"), db::Access::Read, [=](db::Connection &connection) {
        filter.validate();
        request.validate();
        return reading.through(connection, slot(), userPageCodec(), request.freshness,
                               [&] { return loadPage(connection, reading, filter, sort, request); });
    });
}

QFuture<User> SqlUsersRepository::get(const UserId &id, Freshness freshness)
{
    const Reading reading(m_scope, m_cache);
    const cache::Slot slot = reading.values.user(id);
    if (const auto ready = readyFrom<User>(reading, slot, freshness))
        return *ready;
    return m_executor.run(QStringLiteral("users.getUserById"), db::Access::Read, [=](db::Connection &connection) {
        return reading.through(connection, slot, userCodec(), freshness, [&] { return loadUser(connection, reading.scope, id); });
    });
}

template <class T, class Unit>
QFuture<T> SqlUsersRepository::write(const QString &operation, const UserId &id, Unit unit)
{
    const Reading reading(m_scope, m_cache);
    const UserWrite what{m_scope, id, {newCuid()}, m_origin};
    return m_executor.run(operation, db::Access::Write, [=](db::Connection &connection) {
        db::TransactionOptions options;
        options.name = operation;
        options.proof = {what.scope.organization.id, what.auditId};
        // After the commit, or where nobody knows whether there was one.
        const BustAfter bust{reading.cache.get(), reading.values, what.user};
        return db::withTransaction(connection, options, [&](db::Transaction &transaction) { return unit(transaction, what); });
    });
}

QFuture<User> SqlUsersRepository::create(const NewUser &user)
{
    return write<User>(QStringLiteral("users.createUser"), {newCuid()}, [user](db::Transaction &transaction, const UserWrite &write) {
        return createUser(transaction, write, user);
    });
}

QFuture<User> SqlUsersRepository::update(const UserId &id, Instant basedOn, const UserEdit &edit)
{
    return write<User>(QStringLiteral("users.updateUser"), id, [basedOn, edit](db::Transaction &transaction, const UserWrite &write) {
        return updateUser(transaction, write, basedOn, edit);
    });
}

QFuture<bool> SqlUsersRepository::assignRole(const UserId &id, const RoleId &role)
{
    return write<bool>(QStringLiteral("users.assignRole"), id, [role](db::Transaction &transaction, const UserWrite &write) {
        return pivotal::assignRole(transaction, write, role);
    });
}

QFuture<bool> SqlUsersRepository::removeRole(const UserId &id, const RoleId &role)
{
    return write<bool>(QStringLiteral("users.removeRole"), id, [role](db::Transaction &transaction, const UserWrite &write) {
        return pivotal::removeRole(transaction, write, role);
    });
}

QFuture<QList<Role>> SqlUsersRepository::roles()
{
    const Reading reading(m_scope, m_cache);
    if (const auto ready = readyFrom<QList<Role>>(reading, reading.values.roles(), Freshness::Cached))
        return *ready;
    return m_executor.run(QStringLiteral("roles.listRoles"), db::Access::Read, [reading](db::Connection &connection) {
        return reading.through(connection, reading.values.roles(), rolesCodec(), Freshness::Cached,
                               [&] { return loadRoles(connection, reading.scope); });
    });
}

} // namespace pivotal
