#include "repo/domain/index_info.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

struct Need
{
    const char *index;
    const char *operation;
    const char *what;
};

constexpr const char *context = "pivotal::IndexInfo";

constexpr Need needs[]{
    {"organizations_pkey", "users.updateUser", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "the organization of a row")},
    {"organizations_slug_key", "organizations.listScopes", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "slugs are unique")},
    {"organization_settings_organizationId_category_key_key", "organizations.getSettings",
     QT_TRANSLATE_NOOP("pivotal::IndexInfo", "the organization's settings")},
    {"users_pkey", "users.getUserById", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "one user")},
    {"users_pkey", "users.updateUser", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "one user")},
    {"users_pkey", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "the names of the actors")},
    {"users_username_key", "users.updateUser", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "usernames are unique")},
    {"users_organizationId_email_key", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "sort by email")},
    {"users_organizationId_email_key", "users.createUser", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "emails are unique")},
    {"users_organizationId_email_key", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by actor: who has this email")},
    {"idx_users_org_email", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "sort by email")},
    {"idx_users_org_status_deleted", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by status")},
    {"idx_users_org_created", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "newest first")},
    {"idx_users_org_created_id", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "newest first")},
    {"idx_users_org_created_id", "users.count", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "how many there are")},
    {"idx_users_org_created_id", "users.anchors", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "the ruler of the table")},
    {"idx_users_org_name_id", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "sort by name")},
    {"idx_users_org_status_id", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "sort by status")},
    {"idx_users_org_status_id", "users.count", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "how many have a status")},
    {"idx_users_org_last_login_id", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "sort by last sign-in")},
    {"idx_users_org_signed_in_id", "users.listUsers",
     QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by last sign-in, the longest ago first")},
    {"idx_users_org_login_count_id", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "sort by sign-ins")},
    {"idx_users_org_locked_id", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by lock")},
    {"idx_users_org_mfa_id", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by MFA")},
    {"idx_users_org_verified_id", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by email")},
    {"idx_users_search", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "search")},
    {"roles_pkey", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "the roles beside each user")},
    {"roles_organizationId_name_key", "roles.listRoles", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "roles by name")},
    {"idx_roles_org_name", "roles.listRoles", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "roles by name")},
    {"idx_roles_org_active", "users.updateUser", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "the roles that count")},
    {"user_roles_userId_roleId_organizationId_key", "users.assignRole", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "a role is given once")},
    {"idx_user_roles_org_user_active", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "the roles beside each user")},
    {"idx_user_roles_org_user_active", "users.updateUser", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "who is an administrator")},
    {"idx_user_roles_org_role_active", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by role")},
    {"idx_user_roles_org_role_holder", "users.listUsers", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by role")},
    {"idx_user_roles_org_role_holder", "users.count", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "how many hold a role")},
    {"audit_logs_pkey", "audit.appendEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "each event once")},
    {"audit_logs_pkey", "users.updateUser", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "whether a change was committed")},
    {"idx_audit_logs_org_created", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "newest first")},
    {"idx_audit_logs_org_created_id", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "newest first")},
    {"idx_audit_logs_org_created_id", "audit.anchors", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "the ruler of the table")},
    {"idx_audit_logs_org_created_id", "audit.cleanup", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "the oldest events")},
    {"idx_audit_logs_org_entity", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "an entity's trail")},
    {"idx_audit_logs_org_entity_created_id", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "an entity's trail")},
    {"idx_audit_logs_org_actor_action", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by actor and action")},
    {"idx_audit_logs_org_actor_created_id", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by actor")},
    {"idx_audit_logs_org_action", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by action")},
    {"idx_audit_logs_org_action_created_id", "audit.listEvents",
     QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by action, sort by action")},
    {"idx_audit_logs_org_address_id", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by address")},
    {"idx_audit_logs_org_type_action", "audit.listEvents",
     QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by action, sort by type; filter by type, sort by action")},
    {"idx_audit_logs_org_type_created_id", "audit.listEvents", QT_TRANSLATE_NOOP("pivotal::IndexInfo", "filter by type, sort by type")},
};

} // namespace

QStringList neededBy(const QString &index)
{
    QStringList list;
    for (const Need &need : needs)
        if (index == QLatin1String(need.index))
            list << QLatin1String(need.operation) + u": "_s + QCoreApplication::translate(context, need.what);
    return list;
}

} // namespace pivotal
