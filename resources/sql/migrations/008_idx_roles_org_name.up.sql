-- no transaction
-- Role look-ups by name.
CREATE INDEX CONCURRENTLY idx_roles_org_name ON roles ("organizationId", name);
