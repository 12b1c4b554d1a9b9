DROP INDEX CONCURRENTLY IF EXISTS idx_users_search;
DROP FUNCTION IF EXISTS pivotal_console.fold(text);
