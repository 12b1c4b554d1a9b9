-- Demo data, step 3: what happened to whom, when. Every field's value after its j-th change is a function of the
-- person and j, so that old and new values follow from one another and replaying them gives the row.

CREATE FUNCTION pg_temp.status_at(n bigint, j int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN j = 0 THEN 'pending' WHEN j % 2 = 1 THEN 'active'
                WHEN pg_temp.pick(30, n * 1000 + j, 3) = 0 THEN 'suspended' ELSE 'inactive' END $$;

CREATE FUNCTION pg_temp.phone_at(n bigint, prefix text, j int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN j = 0 AND pg_temp.pick(31, n, 3) = 0 THEN NULL
                ELSE prefix || ' ' || 200 + pg_temp.pick(32, n * 1000 + j, 800) || ' '
                     || lpad(pg_temp.pick(33, n * 1000 + j, 10000)::text, 4, '0') END $$;

CREATE FUNCTION pg_temp.display_at(initial text, first text, last text, j int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN j % 2 = 1 THEN last || ', ' || first ELSE initial END $$;

CREATE FUNCTION pg_temp.avatar_at(n bigint, j int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN j > 0 THEN 'https://avatars.example/u/' || md5(n || '-' || j) || '.png' END $$;

-- Five failures in a row lock the account, mostly for half an hour.
CREATE FUNCTION pg_temp.locked_until(n bigint, j int, at timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$
    SELECT at + CASE WHEN pg_temp.pick(34, n * 1000 + j, 3) = 0 THEN interval '500 days' ELSE interval '30 minutes' END $$;

-- at: the creation, then evenly to as_of with jitter, in order. j counts the kind's events of the person.
CREATE TEMP TABLE demo_step ON COMMIT DROP AS
WITH slot AS (
    SELECT p.n, s.k,
           CASE WHEN s.k = 1 THEN 'create' WHEN s.k = 2 THEN 'role' WHEN s.k = 3 AND p.k > 1 THEN 'status' WHEN s.k = 4 THEN 'verify'
                WHEN s.k = p.events AND p.k > 1 AND pg_temp.pick(20, p.n, 40) = 0 THEN 'delete'
                WHEN p.k > 1 AND pg_temp.pick(21, p.n, 60) = 0 AND pg_temp.pick(22, p.n * 100000 + s.k, 10) < 6 THEN 'failed'
                WHEN d < 52 THEN 'login' WHEN d < 58 THEN 'failed' WHEN d < 64 THEN 'logout' WHEN d < 70 THEN 'phone'
                WHEN d < 74 THEN 'display' WHEN d < 78 THEN 'move' WHEN d < 82 THEN 'mfa' WHEN d < 86 THEN 'avatar'
                WHEN d < 90 THEN 'role2' WHEN d < 95 THEN 'customer' WHEN d < 96 THEN 'settings'
                WHEN p.k = 1 OR d = 99 THEN 'login' ELSE 'status' END AS kind,
           CASE WHEN s.k = 1 THEN p.created_at
                ELSE p.created_at + (a.as_of - p.created_at)
                     * ((s.k - 1 + 0.9 * pg_temp.pick(24, p.n * 100000 + s.k, 1000) / 1000.0) / p.events)
           END::timestamp(3) AS at
    FROM demo_parameters a, demo_person p, generate_series(1, p.events) s(k),
         LATERAL (SELECT pg_temp.pick(23, p.n * 100000 + s.k, 100) AS d) die
)
SELECT n, k, kind, at, row_number() OVER w::int AS j, lag(at) OVER w AS before, lag(at, 5) OVER w AS before5
FROM slot WINDOW w AS (PARTITION BY n, kind ORDER BY k);

CREATE INDEX ON demo_step (n, kind, j);
ANALYZE demo_step;

-- How often each thing happened to each person: with it, the functions above give the row as it is now.
CREATE TEMP TABLE demo_now ON COMMIT DROP AS
SELECT n, max(at) AS changed_at,
       COALESCE(max(j) FILTER (WHERE kind = 'status'), 0) AS status, COALESCE(max(j) FILTER (WHERE kind = 'phone'), 0) AS phone,
       COALESCE(max(j) FILTER (WHERE kind = 'display'), 0) AS display, COALESCE(max(j) FILTER (WHERE kind = 'move'), 0) AS move,
       COALESCE(max(j) FILTER (WHERE kind = 'mfa'), 0) AS mfa, COALESCE(max(j) FILTER (WHERE kind = 'avatar'), 0) AS avatar,
       COALESCE(max(j) FILTER (WHERE kind = 'login'), 0) AS login, COALESCE(max(j) FILTER (WHERE kind = 'failed'), 0) AS failed,
       COALESCE(max(j) FILTER (WHERE kind = 'role2'), 0) AS role2,
       max(at) FILTER (WHERE kind = 'login') AS last_login_at, max(at) FILTER (WHERE kind = 'verify') AS verified_at,
       max(at) FILTER (WHERE kind = 'role') AS role_at, max(at) FILTER (WHERE kind = 'delete') AS deleted_at
FROM demo_step GROUP BY n;

CREATE INDEX ON demo_now (n);
ANALYZE demo_now;

-- The two roles a person may get; the second comes and goes, and may expire. The tenth role has one holder: a filter by it is
-- as rare as can be.
CREATE TEMP TABLE demo_grant ON COMMIT DROP AS
SELECT p.n, p.org, one.id AS role_id, one.name AS role_name, two.id AS role2_id, two.name AS role2_name,
       CASE WHEN pg_temp.pick(40, p.n, 10) < 5 THEN make_interval(days => 20 + pg_temp.pick(41, p.n, 900)) END AS role2_term
FROM demo_person p
JOIN (SELECT org, count(*)::int AS slots FROM demo_role_slot GROUP BY org) c ON c.org = p.org
JOIN demo_role_slot s ON s.org = p.org AND s.slot = CASE WHEN p.k = 1 THEN 0 ELSE pg_temp.pick(42, p.n, c.slots) END
JOIN demo_role one ON one.org = p.org AND one.r = CASE WHEN p.k = 2 THEN 10 ELSE s.r END
JOIN demo_role two ON two.org = p.org AND two.r = 1 + (one.r + pg_temp.pick(43, p.n, 7)) % 9;

CREATE INDEX ON demo_grant (n);
ANALYZE demo_grant;
