#include "repo/sql_users_repository.h"

#include "repo/audit_metadata.h"
#include "repo/cached_values.h"
#include "repo/domain/cuid.h"
#include "repo/row_mapping.h"
#include "repo/sql/users_sql.h"

#include <QCoreApplication>

namespace pivotal {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::UsersRepository)
};

RepositoryError notFound(const UserId &id)
{
    return {ErrorCode::RecordNotFound, Text::tr("This organization has no user with the id “%1”.").arg(id.value.left(60))};
}

RepositoryError conflict()
{
    return {ErrorCode::Conflict, Text::tr("Somebody else changed this user since you opened it.")};
}

struct LockedUser
{
    User user;
    bool isAdmin = false;
};

LockedUser lock(db::Connection &connection, const Scope &scope, const UserId &id)
{
    db::Rows rows = connection.query(sql::lockUser(scope.organization.id, id));
    if (!rows.next())
        throw notFound(id);
    LockedUser locked;
    locked.user = mapUser(rows);
    locked.isAdmin = rows.flag();
    return locked;
}

/// Two administrators who deactivate each other at once must not both succeed: the organization's row is the lock, and
/// the count is a statement of its own, so that it sees what was committed while this one waited.
void requireAnotherAdmin(db::Connection &connection, const Scope &scope, const UserId &id)
{
    connection.execute(sql::lockOrganization(scope.organization.id));
    db::Rows rows = connection.query(sql::countOtherAdmins(scope.organization.id, id));
    if (rows.next() && rows.bigint() > 0)
        return;
    throw RepositoryError(ErrorCode::LastAdmin,
                          Text::tr("This is the organization's last active administrator. Make someone else an administrator "
                             "first."));
}

sql::AuditRow auditOf(const db::Connection &connection, const Scope &scope, const AuditEventId &id, const User &before,
                         const UserEdit &changes)
{
    sql::AuditRow audit = newAuditRow(scope, id, connection.correlationId());
    audit.action =
        changes.contains(UserField::Status) ? QStringLiteral("users.status_changed") : QStringLiteral("users.update");
    audit.entityType = QStringLiteral("User");
    audit.entityId = before.id.value;
    const auto json = [](const FieldValue &value) { return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null); };
    for (const auto &[field, value] : changes) {
        audit.oldValues.insert(info(field).name, json(fieldValue(before, field)));
        audit.newValues.insert(info(field).name, json(value));
    }
    return audit;
}

bool leavesActive(const UserEdit &changes)
{
    const auto status = changes.find(UserField::Status);
    return status != changes.end() && status->second != nameOf(UserStatus::Active);
}

struct Update
{
    UserId id;
    Instant basedOn;
    UserEdit edit;
    AuditEventId auditId; ///< the same in each attempt, so that not even a wrong guess could write it twice
    QString origin;
};

User updateIn(db::Transaction &transaction, const Scope &scope, const Update &update)
{
    db::Connection &connection = transaction.connection();
    const LockedUser locked = lock(connection, scope, update.id);
    if (locked.user.updatedAt != update.basedOn || locked.user.deletedAt)
        throw conflict();
    const UserEdit changes = changesAgainst(locked.user, update.edit);
    if (changes.empty())
        return locked.user;
    if (locked.isAdmin && leavesActive(changes))
        requireAnotherAdmin(connection, scope, update.id);
    db::Rows changed = connection.query(sql::updateUser(scope.organization.id, update.id, update.basedOn, changes,
                                                        auditOf(connection, scope, update.auditId, locked.user, changes),
                                                        {scope.organization.id, QStringLiteral("user"), update.id.value,
                                                         update.origin}));
    if (!changed.next())
        throw conflict();
    User after = withChanges(locked.user, changes);
    after.updatedAt = changed.instant();
    return after;
}

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
        throw notFound(id);
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

QFuture<User> SqlUsersRepository::update(const UserId &id, Instant basedOn, const UserEdit &edit)
{
    const Reading reading(m_scope, m_cache);
    const Update update{id, basedOn, edit, {newCuid()}, m_origin};
    return m_executor.run(QStringLiteral("users.updateUser"), db::Access::Write, [reading, update](db::Connection &connection) {
        validate(update.edit);
        db::TransactionOptions options;
        options.name = QStringLiteral("users.updateUser");
        options.proof = {reading.scope.organization.id, update.auditId};
        // After the commit, or where nobody knows whether there was one.
        const BustAfter bust{reading.cache.get(), reading.values, update.id};
        return db::withTransaction(connection, options, [&](db::Transaction &transaction) {
            return updateIn(transaction, reading.scope, update);
        });
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
