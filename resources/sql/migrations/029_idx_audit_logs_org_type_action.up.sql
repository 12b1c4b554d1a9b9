-- no transaction
-- Which actions the events of a type have, and of which types an action's events are: the log by type, filtered by action, would
-- read millions of other types' events before.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_type_action ON audit_logs ("organizationId", "entityType", action);
