-- no transaction
-- The default order of user lists: newest first.
CREATE INDEX CONCURRENTLY idx_users_org_created ON users ("organizationId", "createdAt" DESC);
