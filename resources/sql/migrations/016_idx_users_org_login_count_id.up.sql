-- no transaction
-- Users by how often they signed in: 5,100 x with 850,000 users, for 107 bytes a user.
CREATE INDEX CONCURRENTLY idx_users_org_login_count_id ON users ("organizationId", "loginCount", id) INCLUDE ("deletedAt");
