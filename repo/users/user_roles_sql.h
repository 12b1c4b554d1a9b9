#pragma once

#include "repo/audit/audit_sql.h"
#include "repo/domain/change_notice.h"
#include "repo/domain/ids.h"
#include "repo/sql/statement.h"

namespace pivotal::sql {

/// The role's name and whether it is active; locked against being deleted.
[[nodiscard]] Statement roleById(const OrganizationId &organization, const RoleId &id);

/// Gives the role, or gives it back, without an end. One row, and with it the audit row and the notice, where that changed
/// anything.
[[nodiscard]] Statement assignRole(const OrganizationId &organization, const UserId &user, const RoleId &role, const UserRoleId &id,
                                   const AuditRow &audit, const ChangeNotice &notice);

/// Takes the role away. One row where that changed anything.
[[nodiscard]] Statement removeRole(const OrganizationId &organization, const UserId &user, const RoleId &role, const AuditRow &audit,
                                   const ChangeNotice &notice);

} // namespace pivotal::sql
