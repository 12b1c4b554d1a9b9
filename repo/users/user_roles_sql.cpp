#include "repo/users/user_roles_sql.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

/// `change` (a data-modifying statement that returns its rows), the audit row and the notice for each of them.
Statement recorded(const Statement &change, const OrganizationId &organization, const AuditRow &audit, const ChangeNotice &notice)
{
    const Statement insert = insertAuditFrom(u"changed"_s, organization, audit);
    return {u"WITH changed AS (%1), logged AS (%2) SELECT changed.id, pg_notify(?, ?) FROM changed"_s.arg(change.text, insert.text),
            change.binds + insert.binds + QVariantList{changesChannel, notice.toPayload()}};
}

} // namespace

Statement roleById(const OrganizationId &organization, const RoleId &id)
{
    return {u"SELECT r.name, r.\"isActive\" FROM roles r WHERE r.\"organizationId\" = ? AND r.id = ? FOR KEY SHARE"_s,
            {organization.value, id.value}};
}

Statement assignRole(const OrganizationId &organization, const UserId &user, const RoleId &role, const UserRoleId &id,
                     const AuditRow &audit, const ChangeNotice &notice)
{
    const Statement change{
        u"INSERT INTO user_roles AS ur (id, \"userId\", \"roleId\", \"organizationId\", \"assignedBy\", \"assignedAt\") "
        "VALUES (?, ?, ?, ?, ?, %1) ON CONFLICT (\"userId\", \"roleId\", \"organizationId\") DO UPDATE SET \"isActive\" = "
        "true, \"assignedBy\" = EXCLUDED.\"assignedBy\", \"assignedAt\" = EXCLUDED.\"assignedAt\", \"expiresAt\" = NULL "
        "WHERE NOT ur.\"isActive\" OR ur.\"expiresAt\" IS NOT NULL RETURNING ur.id"_s.arg(utcNow),
        {id.value, user.value, role.value, organization.value, audit.actorId.value}};
    return recorded(change, organization, audit, notice);
}

Statement removeRole(const OrganizationId &organization, const UserId &user, const RoleId &role, const AuditRow &audit,
                     const ChangeNotice &notice)
{
    const Statement change{u"UPDATE user_roles ur SET \"isActive\" = false WHERE ur.\"organizationId\" = ? AND "
                           "ur.\"userId\" = ? AND ur.\"roleId\" = ? AND ur.\"isActive\" RETURNING ur.id"_s,
                           {organization.value, user.value, role.value}};
    return recorded(change, organization, audit, notice);
}

} // namespace pivotal::sql
