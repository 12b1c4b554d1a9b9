-- no transaction
-- The events of one action in their order, and the log by action. idx_audit_logs_org_action is redundant beside it.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_action_created_id ON audit_logs ("organizationId", action, "createdAt", id);
