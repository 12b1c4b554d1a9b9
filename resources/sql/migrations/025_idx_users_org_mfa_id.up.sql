-- no transaction
-- Who has a second factor, or has none: whichever of them are few are listed without reading the others. 78 bytes a user.
CREATE INDEX CONCURRENTLY idx_users_org_mfa_id ON users ("organizationId", "mfaEnabled", id);
