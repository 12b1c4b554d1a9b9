-- no transaction
-- The default order of the users page, total by its id: a slice is sought at any depth, and counting and anchors read
-- nothing but the index. idx_users_org_created is redundant beside it.
CREATE INDEX CONCURRENTLY idx_users_org_created_id ON users ("organizationId", "createdAt", id) INCLUDE ("deletedAt");
