-- no transaction
-- Search for a part of an email, a name or a username: without it each search reads every user of the organization.
-- pg_trgm comes with PostgreSQL (contrib) and is trusted: whoever may create objects in the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX CONCURRENTLY idx_users_search_trgm ON users USING gin (email gin_trgm_ops, "displayName" gin_trgm_ops,
    ("firstName" || ' ' || "lastName") gin_trgm_ops, username gin_trgm_ops);
