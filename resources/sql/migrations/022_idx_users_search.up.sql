-- no transaction
-- Search for a part of an email, a name or a username, whatever its case and accents: without it each search reads every
-- user of the organization. 4,200 x for a rare term among 850,000 users, for 190 bytes a user. pg_trgm and unaccent come
-- with PostgreSQL (contrib) and are trusted: whoever may create objects in the database may create them. unaccent()
-- itself isn't immutable, since its dictionary could be changed. ANALYZE, because the planner knows nothing of an
-- expression before: it took a common term for a rare one, 20 x.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
DO $do$ BEGIN EXECUTE (SELECT format('CREATE OR REPLACE FUNCTION pivotal_console.fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $fold$ SELECT lower(%1$I.unaccent(%2$L::regdictionary, $1)) $fold$', n.nspname, quote_ident(n.nspname) || '.unaccent') FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'unaccent'); END $do$;
CREATE INDEX CONCURRENTLY idx_users_search ON users USING gin (pivotal_console.fold(email) gin_trgm_ops,
    pivotal_console.fold(COALESCE("displayName", '') || E'\n' || "firstName" || ' ' || "lastName") gin_trgm_ops,
    pivotal_console.fold(username) gin_trgm_ops);
ANALYZE users;
