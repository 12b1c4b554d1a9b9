DROP INDEX CONCURRENTLY IF EXISTS idx_users_org_status_id;
