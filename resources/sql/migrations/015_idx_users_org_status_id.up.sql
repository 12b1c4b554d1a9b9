-- no transaction
-- Users by status, the total of a status, and those of one status in the order of their ids.
CREATE INDEX CONCURRENTLY idx_users_org_status_id ON users ("organizationId", status, id) INCLUDE ("deletedAt");
