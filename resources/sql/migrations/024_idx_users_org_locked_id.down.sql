-- no transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_users_org_locked_id;
