-- no transaction
-- The order of the audit log, total by its id. idx_audit_logs_org_created is redundant beside it.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_created_id ON audit_logs ("organizationId", "createdAt", id);
