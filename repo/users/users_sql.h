#pragma once

#include "repo/audit/audit_sql.h"
#include "repo/domain/change_notice.h"
#include "repo/domain/ids.h"
#include "repo/domain/slice.h"
#include "repo/domain/sort.h"
#include "repo/domain/user_edit.h"
#include "repo/domain/user_filter.h"
#include "repo/sql/access_path.h"
#include "repo/sql/statement.h"

namespace pivotal::sql {

using namespace Qt::StringLiterals;

/// The user's columns as `mapUser` reads them, then those of the row's cursor.
[[nodiscard]] Statement usersSlice(const Target &target, const Selection &selection, const Ordering &ordering, const SliceRequest &request,
                                   const AccessPath &path = {});
[[nodiscard]] Statement slice(const Target &target, const UserFilter &filter, const UserSort &sort, const SliceRequest &request);

/// The users of the organization that the filter matches.
[[nodiscard]] Selection selectionOf(const Target &target, const UserFilter &filter);
[[nodiscard]] Ordering orderingOf(const Target &target, const UserSort &sort);

/// One user, deleted or not; the user's columns.
[[nodiscard]] Statement userById(const OrganizationId &organization, const UserId &id);

/// Locks the row until the transaction ends. The user's columns, then whether the user is an
/// administrator now.
[[nodiscard]] Statement lockUser(const OrganizationId &organization, const UserId &id);

/// Serializes changes to the set of administrators. NO KEY UPDATE, so that inserts that reference the row go on.
[[nodiscard]] Statement lockOrganization(const OrganizationId &organization);

/// How many administrators there are besides `id`: active, not deleted, with a role that counts and is named `admin`
/// or permits `*`.
[[nodiscard]] Statement countOtherAdmins(const OrganizationId &organization, const UserId &id);

/// A new user, its audit row and the notice to other consoles in one statement.
[[nodiscard]] Statement insertUser(const OrganizationId &organization, const UserId &id, const QString &email, const UserEdit &fields,
                                   const AuditRow &audit, const ChangeNotice &notice);

/// The change, its audit row and the notice to other consoles in one statement; one row with the new `updatedAt`,
/// or none where its `updatedAt`, or one of the fields to change, isn't that of `base` any more: so the audit row's
/// old values are true without a read before. `versionStep`: the least interval that `updatedAt` can hold.
[[nodiscard]] Statement updateUser(const OrganizationId &organization, const User &base, const UserEdit &changes, const AuditRow &audit,
                                   const ChangeNotice &notice, const QString &versionStep = u"1 millisecond"_s);

/// The words that users have as their status, at most 50.
[[nodiscard]] Statement statusesOf(const OrganizationId &organization);

/// The organization's roles with their permissions, by name.
[[nodiscard]] Statement rolesOf(const OrganizationId &organization);

} // namespace pivotal::sql
