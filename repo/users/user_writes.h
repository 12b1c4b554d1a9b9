#pragma once

#include "repo/db/transaction.h"
#include "repo/domain/new_user.h"
#include "repo/domain/scope.h"
#include "repo/domain/user.h"

namespace pivotal {

using namespace Qt::StringLiterals;

/// Who writes what about which user: the same in each attempt of a transaction, the audit row's id included, so that not
/// even a wrong guess about an earlier attempt could write it twice.
struct UserWrite
{
    Scope scope;
    UserId user;
    AuditEventId auditId;
    QString origin;                           ///< of the notice to other consoles
    QString versionStep = u"1 millisecond"_s; ///< of users.updatedAt, see sql::updateUser
};

/// The writes of UsersRepository, each inside the transaction given: the change, its audit row, and the notice. Errors
/// are those that UsersRepository names.
[[nodiscard]] User createUser(db::Transaction &transaction, const UserWrite &write, const NewUser &user);
[[nodiscard]] User updateUser(db::Transaction &transaction, const UserWrite &write, const User &base, const UserEdit &edit);
[[nodiscard]] bool assignRole(db::Transaction &transaction, const UserWrite &write, const RoleId &role);
[[nodiscard]] bool removeRole(db::Transaction &transaction, const UserWrite &write, const RoleId &role);

[[nodiscard]] RepositoryError noSuchUser(const UserId &id);

} // namespace pivotal
