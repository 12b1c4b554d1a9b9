DROP INDEX CONCURRENTLY IF EXISTS idx_user_roles_org_user_active;
