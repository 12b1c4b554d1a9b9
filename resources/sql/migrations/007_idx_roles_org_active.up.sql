-- no transaction
-- The roles that count.
CREATE INDEX CONCURRENTLY idx_roles_org_active ON roles ("organizationId", "isActive");
