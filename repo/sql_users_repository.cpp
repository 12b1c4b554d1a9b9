#include "repo/sql_users_repository.h"

#include "repo/audit_metadata.h"
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

sql::AuditInsert auditOf(const db::Connection &connection, const Scope &scope, const AuditEventId &id, const User &before,
                         const UserEdit &changes)
{
    sql::AuditInsert audit = newAuditInsert(scope, id, connection.correlationId());
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
                                                        auditOf(connection, scope, update.auditId, locked.user, changes)));
    if (!changed.next())
        throw conflict();
    User after = withChanges(locked.user, changes);
    after.updatedAt = changed.instant();
    return after;
}

} // namespace

SqlUsersRepository::SqlUsersRepository(db::Executor &executor, Scope scope)
    : m_executor(executor), m_scope(std::move(scope))
{
}

QFuture<Page<User>> SqlUsersRepository::page(const UserFilter &filter, const UserSort &sort, const PageRequest &request)
{
    return m_executor.run(QStringLiteral("users.page"), db::Access::Read, [=, scope = m_scope](db::Connection &connection) {
        filter.validate();
        request.validate();
        return mapPage(connection, sql::usersPage(scope.organization.id, filter, sort, request), request, mapUser);
    });
}

QFuture<User> SqlUsersRepository::get(const UserId &id)
{
    return m_executor.run(QStringLiteral("users.get"), db::Access::Read, [id, scope = m_scope](db::Connection &connection) {
        db::Rows rows = connection.query(sql::userById(scope.organization.id, id));
        if (!rows.next())
            throw notFound(id);
        return mapUser(rows);
    });
}

QFuture<User> SqlUsersRepository::update(const UserId &id, Instant basedOn, const UserEdit &edit)
{
    const Update update{id, basedOn, edit, {newCuid()}};
    return m_executor.run(QStringLiteral("users.update"), db::Access::Write, [update, scope = m_scope](db::Connection &connection) {
        validate(update.edit);
        db::TransactionOptions options;
        options.name = QStringLiteral("users.update");
        options.proof = {scope.organization.id, update.auditId};
        return db::withTransaction(connection, options, [&](db::Transaction &transaction) {
            return updateIn(transaction, scope, update);
        });
    });
}

QFuture<QList<Role>> SqlUsersRepository::roles()
{
    return m_executor.run(QStringLiteral("roles.list"), db::Access::Read, [scope = m_scope](db::Connection &connection) {
        QList<Role> roles;
        db::Rows rows = connection.query(sql::rolesOf(scope.organization.id));
        while (rows.next())
            roles.append(mapRole(rows));
        return roles;
    });
}

} // namespace pivotal
