-- no transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_users_org_signed_in_id;
