-- no transaction
-- Users by the name that lists show: 7,000 x with 850,000 users, for 120 bytes a user.
CREATE INDEX CONCURRENTLY idx_users_org_name_id ON users ("organizationId", (COALESCE(NULLIF("displayName", ''), "firstName" || ' ' || "lastName")),
    id) INCLUDE ("deletedAt");
