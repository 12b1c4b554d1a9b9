DROP INDEX CONCURRENTLY IF EXISTS idx_users_org_login_count_id;
