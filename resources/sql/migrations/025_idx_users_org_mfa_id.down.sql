-- no transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_users_org_mfa_id;
