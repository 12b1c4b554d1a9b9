-- no transaction
-- Email look-ups, uniqueness checks and the order by email.
CREATE INDEX CONCURRENTLY idx_users_org_email ON users ("organizationId", email);
