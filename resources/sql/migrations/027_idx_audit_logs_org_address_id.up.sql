-- no transaction
-- What came from an address, or from addresses that begin alike: no other index holds them, so two events among ten million cost
-- a reading of all. Compared byte by byte, so that a prefix is a range whatever the collation. 91 bytes an event.
CREATE INDEX CONCURRENTLY idx_audit_logs_org_address_id ON audit_logs ("organizationId", "ipAddress" text_pattern_ops, id) WHERE "ipAddress" IS NOT NULL;
