-- Demo data, step 4: organizations, roles, users and their roles.

INSERT INTO organizations (id, name, slug, industry, timezone, currency, settings, "createdAt", "updatedAt")
SELECT o.id, o.name, o.slug, o.industry, o.timezone, o.currency, '{"demo": true}', as_of - interval '1130 days' + make_interval(hours => o.org),
       as_of - interval '1130 days' + make_interval(hours => o.org)
FROM demo_organization o, demo_parameters WHERE organization IS NULL;

INSERT INTO roles (id, "organizationId", name, description, permissions, "isSystem", "isActive", "createdAt", "updatedAt")
SELECT r.id, o.id, r.name, r.description, r.permissions, r.is_system, r.is_active, as_of - interval '1125 days',
       as_of - interval '1125 days'
FROM demo_role r JOIN demo_organization o USING (org), demo_parameters;

INSERT INTO users (id, "organizationId", email, username, "firstName", "lastName", "displayName", "avatarUrl", phone,
                   timezone, locale, status, "emailVerified", "emailVerifiedAt", "lastLoginAt", "loginCount",
                   "failedLoginAttempts", "lockedUntil", "passwordHash", "mfaEnabled", "mfaSecret", "createdAt",
                   "updatedAt", "deletedAt")
SELECT p.id, o.id, p.email, p.username, p.first_name, p.last_name,
       pg_temp.display_at(p.display_name, p.first_name, p.last_name, COALESCE(w.display, 0)),
       pg_temp.avatar_at(p.n, COALESCE(w.avatar, 0)), pg_temp.phone_at(p.n, p.phone_prefix, COALESCE(w.phone, 0)),
       CASE WHEN COALESCE(w.move, 0) = 0 THEN p.timezone ELSE m.timezones[1] END,
       CASE WHEN COALESCE(w.move, 0) = 0 THEN p.locale ELSE m.locale END,
       CASE WHEN p.k = 1 THEN 'active' ELSE pg_temp.status_at(p.n, COALESCE(w.status, 0)) END,
       w.verified_at IS NOT NULL, w.verified_at, w.last_login_at, COALESCE(w.login, 0),
       CASE WHEN COALESCE(w.failed, 0) = 0 THEN 0 ELSE (w.failed - 1) % 5 + 1 END,
       pg_temp.locked_until(f.n, f.j, f.at)::timestamp(3),
       '$argon2id$v=19$m=65536,t=3,p=4$ZGVtby1zYWx0LW5vdC1yZWFs$' || md5(p.id || 'hash'),
       COALESCE(w.mfa, 0) % 2 = 1, CASE WHEN COALESCE(w.mfa, 0) > 0 THEN upper(md5(p.id || 'mfa')) END,
       p.created_at, COALESCE(w.changed_at, p.created_at), w.deleted_at
FROM demo_person p JOIN demo_organization o USING (org) CROSS JOIN demo_words
LEFT JOIN demo_now w USING (n)
LEFT JOIN demo_culture m ON m.c = 1 + (p.c + 4 * COALESCE(w.move, 0)) % cultures
LEFT JOIN demo_step f ON f.n = p.n AND f.kind = 'failed' AND f.j = w.failed - w.failed % 5;

INSERT INTO user_roles (id, "userId", "roleId", "organizationId", "assignedBy", "assignedAt", "expiresAt", "isActive")
SELECT pg_temp.demo_id('grant', p.n), p.id, g.role_id, o.id, a.id, COALESCE(w.role_at, p.created_at),
       CASE WHEN g.role_name = 'contractor' THEN COALESCE(w.role_at, p.created_at) + interval '540 days' END, true
FROM demo_person p JOIN demo_organization o USING (org) JOIN demo_grant g USING (n)
JOIN demo_person a ON a.org = p.org AND a.k = 1
LEFT JOIN demo_now w ON w.n = p.n
WHERE w.role_at IS NOT NULL OR p.k = 1
UNION ALL
SELECT pg_temp.demo_id('grant2', p.n), p.id, g.role2_id, o.id, a.id, s.at, s.at + g.role2_term, w.role2 % 2 = 1
FROM demo_person p JOIN demo_organization o USING (org) JOIN demo_grant g USING (n)
JOIN demo_person a ON a.org = p.org AND a.k = 1
JOIN demo_now w ON w.n = p.n AND w.role2 > 0
JOIN demo_step s ON s.n = p.n AND s.kind = 'role2' AND s.j = w.role2 - (w.role2 + 1) % 2
WHERE g.role2_id <> g.role_id;
