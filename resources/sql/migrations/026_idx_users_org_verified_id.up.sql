-- no transaction
-- Whose email is verified, or isn't: whichever of them are few are listed without reading the others. 78 bytes a user.
CREATE INDEX CONCURRENTLY idx_users_org_verified_id ON users ("organizationId", "emailVerified", id);
