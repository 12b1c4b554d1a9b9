#pragma once

#include "repo/domain/new_user.h"
#include "repo/domain/role.h"
#include "repo/domain/sort.h"
#include "repo/domain/user.h"
#include "repo/domain/user_edit.h"
#include "repo/domain/user_filter.h"
#include "repo/paging/row_source.h"

namespace pivotal {

/// The users of one organization, for one actor.
class UsersRepository : public RowSource<User, UserFilter, UserSort>
{
public:
    /// RECORD_NOT_FOUND where the organization has no such user. Deleted users are found.
    [[nodiscard]] virtual QFuture<User> get(const UserId &id, Freshness freshness = Freshness::Fresh) = 0;
    /// A new user, without a password: the backend's invitation sets one. DUPLICATE_ENTRY, VALIDATION_ERROR.
    [[nodiscard]] virtual QFuture<User> create(const NewUser &user) = 0;
    /// Changes the fields that differ and writes the audit row, in one transaction; the user as it is after it.
    /// `base` is the user as edited: CONFLICT where `updatedAt`, or one of the fields to change, is another now. LAST_ADMIN,
    /// DUPLICATE_ENTRY, VALIDATION_ERROR, RECORD_NOT_FOUND.
    [[nodiscard]] virtual QFuture<User> update(const User &base, const UserEdit &edit) = 0;
    /// Idempotent: whether anything changed, and with it an audit row was written. RECORD_NOT_FOUND, where there is no
    /// such user or active role.
    [[nodiscard]] virtual QFuture<bool> assignRole(const UserId &id, const RoleId &role) = 0;
    /// As assignRole; LAST_ADMIN.
    [[nodiscard]] virtual QFuture<bool> removeRole(const UserId &id, const RoleId &role) = 0;
    /// The organization's roles with their permissions, by name.
    [[nodiscard]] virtual QFuture<QList<Role>> roles() = 0;
    /// The words that users have as their status, those that UserStatus doesn't know among them.
    [[nodiscard]] virtual QFuture<QStringList> statuses() = 0;
};

} // namespace pivotal
