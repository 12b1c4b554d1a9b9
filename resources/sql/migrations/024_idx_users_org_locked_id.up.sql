-- no transaction
-- The locked, of whom there are few: only they are in it, so that no other write pays for it.
CREATE INDEX CONCURRENTLY idx_users_org_locked_id ON users ("organizationId", "lockedUntil", id) WHERE "lockedUntil" IS NOT NULL;
