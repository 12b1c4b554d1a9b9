-- no transaction
-- Users by how often they signed in.
CREATE INDEX CONCURRENTLY idx_users_org_login_count_id ON users ("organizationId", "loginCount", id) INCLUDE ("deletedAt");
