-- no transaction
-- Users by role.
CREATE INDEX CONCURRENTLY idx_user_roles_org_role_active ON user_roles ("organizationId", "roleId", "isActive");
