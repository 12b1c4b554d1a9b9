DROP INDEX CONCURRENTLY IF EXISTS idx_users_org_last_login_id;
