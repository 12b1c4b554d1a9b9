-- no transaction
-- The trail of one entity.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_entity ON audit_logs ("organizationId", "entityType", "entityId");
