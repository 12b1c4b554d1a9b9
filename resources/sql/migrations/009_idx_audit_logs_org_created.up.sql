-- no transaction
-- Paging through the audit log: newest first.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_created ON audit_logs ("organizationId", "createdAt" DESC);
