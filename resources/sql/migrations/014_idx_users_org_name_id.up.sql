-- no transaction
-- Users by the name that lists show.
CREATE INDEX CONCURRENTLY idx_users_org_name_id ON users ("organizationId", (COALESCE(NULLIF("displayName", ''), "firstName" || ' ' || "lastName")),
    id) INCLUDE ("deletedAt");
