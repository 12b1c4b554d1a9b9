-- no transaction
-- An entity's trail in its order. idx_audit_logs_org_entity is redundant beside it.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_entity_created_id ON audit_logs ("organizationId", "entityType", "entityId", "createdAt", id);
