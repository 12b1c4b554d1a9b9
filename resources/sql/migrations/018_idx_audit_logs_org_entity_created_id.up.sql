-- no transaction
-- An entity's trail in its order: 97 x for an entity with 7,000 of 8.5 million events, for 132 bytes an event.
-- idx_audit_logs_org_entity is redundant beside it.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_entity_created_id ON audit_logs ("organizationId", "entityType", "entityId", "createdAt", id);
