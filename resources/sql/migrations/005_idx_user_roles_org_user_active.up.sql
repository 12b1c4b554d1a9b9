-- no transaction
-- Permission checks and the roles shown beside each user.
CREATE INDEX CONCURRENTLY idx_user_roles_org_user_active ON user_roles ("organizationId", "userId", "isActive");
