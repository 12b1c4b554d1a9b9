-- Demo data, step 5: the audit log that follows from the history.

-- The creation of the roles, where the number of events leaves room for it.
INSERT INTO audit_logs (id, "organizationId", "userId", action, "entityType", "entityId", "newValues", metadata, "createdAt")
SELECT pg_temp.demo_id('role-event', r.org * 100 + r.r), o.id, a.id, 'roles.create', 'Role', r.id,
       jsonb_build_object('name', r.name, 'description', r.description, 'permissions', r.permissions),
       '{"source": "api"}', a.created_at + make_interval(secs => 60 * r.r)
FROM demo_role r JOIN demo_organization o USING (org) JOIN demo_person a ON a.org = r.org AND a.k = 1, demo_parameters p
WHERE p.events > p.users
ORDER BY r.org, r.r
LIMIT (SELECT greatest(events - (SELECT sum(demo_person.events) FROM demo_person), 0) FROM demo_parameters);

INSERT INTO audit_logs (id, "organizationId", "userId", action, "entityType", "entityId", "oldValues", "newValues",
                        "ipAddress", "userAgent", "sessionId", metadata, "createdAt")
SELECT pg_temp.demo_id('event', s.n * 100000 + s.k), o.id,
       CASE WHEN s.kind IN ('create', 'role', 'status', 'role2', 'delete') THEN a.id
            WHEN s.kind = 'failed' THEN NULL ELSE p.id END,
       CASE s.kind WHEN 'create' THEN 'users.create' WHEN 'role' THEN 'users.role_added'
            WHEN 'role2' THEN CASE WHEN s.j % 2 = 1 THEN 'users.role_added' ELSE 'users.role_removed' END
            WHEN 'status' THEN 'users.status_changed' WHEN 'login' THEN 'auth.login' WHEN 'failed' THEN 'auth.login_failed'
            WHEN 'logout' THEN 'auth.logout' WHEN 'delete' THEN 'users.delete'
            WHEN 'customer' THEN CASE WHEN s.j = 1 THEN 'customers.create' ELSE 'customers.update' END
            WHEN 'settings' THEN 'organizations.settings_updated' ELSE 'users.update' END,
       CASE s.kind WHEN 'customer' THEN 'Customer' WHEN 'settings' THEN 'Organization' ELSE 'User' END,
       CASE s.kind WHEN 'customer' THEN pg_temp.demo_id('customer', s.n) WHEN 'settings' THEN o.id ELSE p.id END,
       CASE s.kind
            WHEN 'status' THEN jsonb_build_object('status', pg_temp.status_at(s.n, s.j - 1))
            WHEN 'verify' THEN '{"emailVerified": false}'
            WHEN 'phone' THEN jsonb_build_object('phone', pg_temp.phone_at(s.n, p.phone_prefix, s.j - 1))
            WHEN 'display' THEN jsonb_build_object('displayName', pg_temp.display_at(p.display_name, p.first_name, p.last_name, s.j - 1))
            WHEN 'avatar' THEN jsonb_build_object('avatarUrl', pg_temp.avatar_at(s.n, s.j - 1))
            WHEN 'mfa' THEN jsonb_build_object('mfaEnabled', s.j % 2 = 0)
            WHEN 'move' THEN jsonb_build_object('timezone', CASE WHEN s.j = 1 THEN p.timezone ELSE m0.timezones[1] END,
                                                'locale', CASE WHEN s.j = 1 THEN p.locale ELSE m0.locale END)
            WHEN 'login' THEN jsonb_build_object('loginCount', s.j - 1, 'lastLoginAt', pg_temp.iso(s.before))
            WHEN 'failed' THEN jsonb_build_object('failedLoginAttempts', CASE WHEN s.j = 1 THEN 0 ELSE (s.j - 2) % 5 + 1 END)
                 || CASE WHEN s.j % 5 = 0 THEN jsonb_build_object('lockedUntil',
                         pg_temp.iso(pg_temp.locked_until(s.n, s.j - 5, s.before5))) ELSE '{}' END
            WHEN 'delete' THEN '{"deletedAt": null}'
            WHEN 'role2' THEN CASE WHEN s.j % 2 = 0 THEN jsonb_build_object('roleId', g.role2_id, 'roleName', g.role2_name) END
            WHEN 'settings' THEN jsonb_build_object('theme', 'v' || s.j - 1)
            WHEN 'customer' THEN CASE WHEN s.j > 1 THEN jsonb_build_object('credit', 100 * (s.j - 1)) END
       END,
       CASE s.kind
            WHEN 'create' THEN jsonb_build_object('email', p.email, 'username', p.username, 'firstName', p.first_name,
                 'lastName', p.last_name, 'displayName', p.display_name, 'avatarUrl', NULL,
                 'phone', pg_temp.phone_at(s.n, p.phone_prefix, 0), 'timezone', p.timezone, 'locale', p.locale,
                 'status', CASE WHEN p.k = 1 THEN 'active' ELSE 'pending' END, 'emailVerified', false, 'mfaEnabled', false,
                 'loginCount', 0, 'failedLoginAttempts', 0, 'lastLoginAt', NULL, 'lockedUntil', NULL, 'deletedAt', NULL)
            WHEN 'status' THEN jsonb_build_object('status', pg_temp.status_at(s.n, s.j),
                 'reason', (ARRAY['invited', 'left the company', 'security review', 'back from leave', 'asked for it'])
                           [1 + pg_temp.pick(50, s.n * 1000 + s.j, 5)])
            WHEN 'verify' THEN jsonb_build_object('emailVerified', true, 'emailVerifiedAt', pg_temp.iso(s.at))
            WHEN 'phone' THEN jsonb_build_object('phone', pg_temp.phone_at(s.n, p.phone_prefix, s.j))
            WHEN 'display' THEN jsonb_build_object('displayName', pg_temp.display_at(p.display_name, p.first_name, p.last_name, s.j))
            WHEN 'avatar' THEN jsonb_build_object('avatarUrl', pg_temp.avatar_at(s.n, s.j))
            WHEN 'mfa' THEN jsonb_build_object('mfaEnabled', s.j % 2 = 1)
            WHEN 'move' THEN jsonb_build_object('timezone', m1.timezones[1], 'locale', m1.locale)
            WHEN 'login' THEN jsonb_build_object('loginCount', s.j, 'lastLoginAt', pg_temp.iso(s.at))
            WHEN 'failed' THEN jsonb_build_object('failedLoginAttempts', (s.j - 1) % 5 + 1)
                 || CASE WHEN s.j % 5 = 0 THEN jsonb_build_object('lockedUntil',
                         pg_temp.iso(pg_temp.locked_until(s.n, s.j, s.at))) ELSE '{}' END
            WHEN 'delete' THEN jsonb_build_object('deletedAt', pg_temp.iso(s.at))
            WHEN 'role' THEN jsonb_build_object('roleId', g.role_id, 'roleName', g.role_name)
            WHEN 'role2' THEN CASE WHEN s.j % 2 = 1 THEN jsonb_strip_nulls(jsonb_build_object('roleId', g.role2_id,
                 'roleName', g.role2_name, 'expiresAt', pg_temp.iso(s.at + g.role2_term))) END
            WHEN 'settings' THEN jsonb_build_object('theme', 'v' || s.j)
            WHEN 'customer' THEN jsonb_build_object('name', p.last_name || ' & Co.', 'credit', 100 * s.j)
       END,
       CASE pg_temp.pick(51, s.n, 10)
            WHEN 0 THEN '203.0.113.' || 1 + pg_temp.pick(52, s.n * 1000 + s.k, 250)
            WHEN 1 THEN '2001:db8::' || to_hex(pg_temp.pick(53, s.n, 65535)) || ':' || to_hex(pg_temp.pick(54, s.n * 1000 + s.k, 65535))
            ELSE '10.' || pg_temp.pick(55, s.n, 8) || '.' || pg_temp.pick(56, s.n, 250) || '.' || 1 + pg_temp.pick(57, s.n * 1000 + s.k, 250) END,
       user_agents[1 + pg_temp.pick(58, s.n, cardinality(user_agents))],
       CASE WHEN s.kind NOT IN ('failed', 'create') THEN md5(s.n || '-' || s.k / 4) END,
       '{"source": "api"}', s.at
FROM demo_step s JOIN demo_person p USING (n) JOIN demo_organization o USING (org) JOIN demo_grant g USING (n)
JOIN demo_person a ON a.org = p.org AND a.k = 1 CROSS JOIN demo_words
LEFT JOIN demo_culture m0 ON s.kind = 'move' AND m0.c = 1 + (p.c + 4 * (s.j - 1)) % cultures
LEFT JOIN demo_culture m1 ON s.kind = 'move' AND m1.c = 1 + (p.c + 4 * s.j) % cultures;
