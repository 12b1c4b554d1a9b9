-- no transaction
-- User lists: the most common query filters by status and leaves out the deleted.
CREATE INDEX CONCURRENTLY idx_users_org_status_deleted ON users ("organizationId", status, "deletedAt");
