-- no transaction
-- The events of one type of entity in their order, and the log by type: 90,000 x with 8.5 million events, for 96 bytes an
-- event.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_type_created_id ON audit_logs ("organizationId", "entityType", "createdAt", id);
