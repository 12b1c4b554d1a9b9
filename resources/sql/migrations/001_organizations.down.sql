DROP TABLE audit_logs, permissions, user_roles, roles, users, organization_settings, organizations;
