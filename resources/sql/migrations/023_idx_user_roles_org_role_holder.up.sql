-- no transaction
-- Who holds a role now, from the index alone: a role that one of a million users holds is listed in the time of a page, where
-- the order of the users was walked to its end, and how many hold it is counted without reading a user. 100 bytes for each role
-- held; the deployed idx_user_roles_org_role_active has neither the user nor the end.
CREATE INDEX CONCURRENTLY idx_user_roles_org_role_holder ON user_roles ("organizationId", "roleId", "userId") INCLUDE ("expiresAt") WHERE "isActive";
