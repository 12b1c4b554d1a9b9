#include "repo/users/user_writes.h"

#include "repo/audit/audit_metadata.h"
#include "repo/domain/cuid.h"
#include "repo/domain/raw_bytes.h"
#include "repo/domain/text.h"
#include "repo/users/user_mapping.h"
#include "repo/users/user_roles_sql.h"
#include "repo/users/users_sql.h"

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

RepositoryError conflict()
{
    return {ErrorCode::Conflict, Text::tr("Somebody else changed this user since you opened it.")};
}

struct LockedUser
{
    User user;
    bool isAdmin = false;
};

LockedUser lock(db::Connection &connection, const UserWrite &write)
{
    db::Rows rows = connection.query(sql::lockUser(write.scope.organization.id, write.user));
    if (!rows.next()) {
        // To lock a row takes what to change it takes: row-level security may show it, and no more.
        if (connection.query(sql::userById(write.scope.organization.id, write.user)).next())
            throw RepositoryError(ErrorCode::PermissionDenied,
                                  Text::tr("The database's row-level security lets this user be seen, but not changed."));
        throw noSuchUser(write.user);
    }
    LockedUser locked;
    locked.user = mapUser(rows);
    locked.isAdmin = rows.flag();
    return locked;
}

/// The user, who must be as he was when the edit began.
LockedUser lockUnchanged(db::Connection &connection, const UserWrite &write, const User &base)
{
    LockedUser locked = lock(connection, write);
    if (locked.user.updatedAt != base.updatedAt || locked.user.deletedAt)
        throw conflict();
    return locked;
}

/// Two administrators who deactivate each other at once must not both succeed: the organization's row is the lock, and
/// the count is a statement of its own, so that it sees what was committed while this one waited.
void requireAnotherAdmin(db::Connection &connection, const UserWrite &write)
{
    connection.execute(sql::lockOrganization(write.scope.organization.id));
    db::Rows rows = connection.query(sql::countOtherAdmins(write.scope.organization.id, write.user));
    if (rows.next() && rows.bigint() > 0)
        return;
    throw RepositoryError(ErrorCode::LastAdmin,
                          Text::tr("This is the organization's last active administrator. Make someone else an administrator "
                                   "first."));
}

sql::AuditRow auditOf(const db::Connection &connection, const UserWrite &write, const QString &action)
{
    sql::AuditRow audit = newAuditRow(write.scope, write.auditId, connection.correlationId());
    audit.action = action;
    audit.entityType = u"User"_s;
    audit.entityId = write.user.value;
    return audit;
}

ChangeNotice noticeOf(const UserWrite &write)
{
    return {write.scope.organization.id, userResource, write.user.value, write.origin};
}

/// Bytes that are no UTF-8 can't stand in JSON.
FieldValue shownValue(const FieldValue &value)
{
    return value ? FieldValue(withRawBytesShown(*value)) : value;
}

bool leavesActive(const UserEdit &changes)
{
    const auto status = changes.find(UserField::Status);
    return status != changes.end() && status->second != nameOf(UserStatus::Active);
}

/// The role's name, for the audit row.
QString requireRole(db::Connection &connection, const UserWrite &write, const RoleId &role, bool mustBeActive)
{
    db::Rows rows = connection.query(sql::roleById(write.scope.organization.id, role));
    if (rows.next()) {
        const QString name = rows.text();
        if (rows.flag() || !mustBeActive)
            return name;
    }
    throw RepositoryError(ErrorCode::RecordNotFound,
                          Text::tr("This organization has no active role with the id “%1”.").arg(role.value.left(60)));
}

} // namespace

RepositoryError noSuchUser(const UserId &id)
{
    return {ErrorCode::RecordNotFound, Text::tr("This organization has no user with the id “%1”.").arg(id.value.left(60))};
}

User createUser(db::Transaction &transaction, const UserWrite &write, const NewUser &user)
{
    user.validate();
    db::Connection &connection = transaction.connection();
    sql::AuditRow audit = auditOf(connection, write, u"users.create"_s);
    JsonObject values;
    values.add(u"email"_s, user.email);
    UserEdit fields;
    for (const auto &[field, value] : user.fields) {
        if (value.value_or(QString()).trimmed().isEmpty())
            continue; // the column's default
        fields.emplace(field, value);
        values.add(info(field).name, Json::ofText(value));
    }
    audit.newValues = values.json();
    connection.query(sql::insertUser(write.scope.organization.id, write.user, user.email, fields, audit, noticeOf(write)));
    db::Rows rows = connection.query(sql::userById(write.scope.organization.id, write.user));
    rows.next();
    return mapUser(rows);
}

User updateUser(db::Transaction &transaction, const UserWrite &write, const User &base, const UserEdit &edit)
{
    const UserEdit changes = changesAgainst(base, edit);
    validate(changes); // what was stored already may be odd, and stay so
    db::Connection &connection = transaction.connection();
    if (changes.empty())
        return lockUnchanged(connection, write, base).user;
    if (leavesActive(changes) && lockUnchanged(connection, write, base).isAdmin)
        requireAnotherAdmin(connection, write);
    sql::AuditRow audit = auditOf(connection, write, changes.contains(UserField::Status) ? u"users.status_changed"_s : u"users.update"_s);
    JsonObject before;
    JsonObject now;
    for (const auto &[field, value] : changes) {
        before.add(info(field).name, Json::ofText(shownValue(fieldValue(base, field))));
        now.add(info(field).name, Json::ofText(value));
    }
    audit.oldValues = before.json();
    audit.newValues = now.json();
    db::Rows changed =
        connection.query(sql::updateUser(write.scope.organization.id, base, changes, audit, noticeOf(write), write.versionStep));
    if (!changed.next()) {
        (void)lockUnchanged(connection, write, base); // says why, but where only a value differs
        throw conflict();
    }
    User after = withChanges(base, changes);
    after.updatedAt = changed.instant();
    return after;
}

bool assignRole(db::Transaction &transaction, const UserWrite &write, const RoleId &role)
{
    db::Connection &connection = transaction.connection();
    if (lock(connection, write).user.deletedAt)
        throw noSuchUser(write.user);
    sql::AuditRow audit = auditOf(connection, write, u"users.role_added"_s);
    audit.newValues = JsonObject().add(u"roleId"_s, role.value).json();
    audit.metadata.add(u"assignedBy"_s, write.scope.actorId.value);
    audit.metadata.add(u"roleName"_s, withRawBytesShown(requireRole(connection, write, role, true)));
    return connection.query(sql::assignRole(write.scope.organization.id, write.user, role, {newCuid()}, audit, noticeOf(write))).next();
}

bool removeRole(db::Transaction &transaction, const UserWrite &write, const RoleId &role)
{
    db::Connection &connection = transaction.connection();
    const bool wasAdmin = lock(connection, write).isAdmin;
    sql::AuditRow audit = auditOf(connection, write, u"users.role_removed"_s);
    audit.oldValues = JsonObject().add(u"roleId"_s, role.value).json();
    audit.metadata.add(u"roleName"_s, withRawBytesShown(requireRole(connection, write, role, false)));
    const bool isChanged = connection.query(sql::removeRole(write.scope.organization.id, write.user, role, audit, noticeOf(write))).next();
    if (isChanged && wasAdmin && !lock(connection, write).isAdmin)
        requireAnotherAdmin(connection, write);
    return isChanged;
}

} // namespace pivotal
