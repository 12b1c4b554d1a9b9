-- no transaction
-- What one user did, in its order: none of the seed's ten holds the actor.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_actor_created_id ON audit_logs ("organizationId", "userId", "createdAt", id);
