-- no transaction
-- Events of one action, newest first.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_action ON audit_logs ("organizationId", action, "createdAt" DESC);
