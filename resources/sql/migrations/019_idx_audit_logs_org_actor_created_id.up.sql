-- no transaction
-- What one user did, in its order: none of the seed's ten holds the actor. 75,000 x for somebody with one of 8.5 million
-- events, for 123 bytes an event.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_actor_created_id ON audit_logs ("organizationId", "userId", "createdAt", id);
