-- no transaction
-- The events of one action in their order, and the log by action; equal for a rare action, which
-- idx_audit_logs_org_action finds and sorts. 108 bytes an event. idx_audit_logs_org_action is redundant beside it.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_action_created_id ON audit_logs ("organizationId", action, "createdAt", id);
