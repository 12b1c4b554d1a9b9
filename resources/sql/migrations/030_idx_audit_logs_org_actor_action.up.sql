-- no transaction
-- Which events of an actor are of an action: by the index of either alone, millions of others are looked at where both have many
-- events and few or none in common. 12,000 x with 2.9 million events of the actor, 2.8 million of the action and one of both, for
-- 23 bytes an event.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_actor_action ON audit_logs ("organizationId", "userId", action);
