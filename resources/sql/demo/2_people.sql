-- Demo data, step 2: who there is, as each was when created, and how many events each one's history has.
-- n numbers all people, k those of one organization; k = 1 is its administrator.

CREATE TEMP TABLE demo_person ON COMMIT DROP AS
WITH numbered AS (
    SELECT n, o.org, n - o.before AS k
    FROM (SELECT org, COALESCE(sum(quota) OVER (ORDER BY org ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::int
                 AS before, quota
          FROM (SELECT org, CASE WHEN org = 1 THEN users - COALESCE((SELECT sum(users * share / 100)::int
                                                                     FROM demo_organization WHERE org > 1), 0)
                                 ELSE users * share / 100 END AS quota
                FROM demo_organization, demo_parameters) q) o,
         generate_series(o.before + 1, o.before + o.quota) n
), named AS (
    SELECT x.n, x.org, x.k, cu.c, cu.locale, cu.phone, cu.family_first,
           cu.timezones[1 + pg_temp.pick(1, x.n, cardinality(cu.timezones))] AS timezone,
           1 + pg_temp.pick(2, x.n, cardinality(cu.given)) AS gi, cu.given, cu.given_latin,
           1 + pg_temp.pick(3, x.n, cardinality(fa.family)) AS fi, fa.family, fa.family_latin,
           cu.c <> fa.c AS mixed
    FROM numbered x CROSS JOIN demo_words w
    JOIN demo_culture_slot s ON s.slot = pg_temp.pick(4, x.n, w.culture_slots)
    JOIN demo_culture cu ON cu.c = s.c
    -- One in seven has a family name from elsewhere.
    JOIN demo_culture_slot fs ON fs.slot = CASE WHEN pg_temp.pick(5, x.n, 7) = 0
                                                THEN pg_temp.pick(6, x.n, w.culture_slots) ELSE s.slot END
    JOIN demo_culture fa ON fa.c = fs.c
), spelled AS (
    SELECT n, org, k, c, locale, phone, timezone, given[gi] AS first_name,
           CASE WHEN pg_temp.pick(7, n, 700) = 0 THEN long_family[1 + pg_temp.pick(8, n, cardinality(long_family))]
                ELSE family[fi] END AS last_name,
           family_first AND NOT mixed AS family_first, given_latin[gi] AS given_latin, family_latin[fi] AS family_latin,
           lower(given_latin[gi]) || '.' || lower(family_latin[fi]) AS local_part,
           domains[1 + least(pg_temp.pick(9, n, 12), pg_temp.pick(10, n, 12))] AS domain, nicknames
    FROM named, demo_words
), addressed AS (
    SELECT s.*, row_number() OVER (PARTITION BY org, local_part, domain ORDER BY n) AS namesake
    FROM spelled s
)
SELECT n::bigint AS n, a.org, k::int AS k, c, pg_temp.demo_id('user', n) AS id,
       CASE WHEN k = 1 THEN 'admin@northwind.example'
            ELSE local_part || CASE WHEN namesake > 1 THEN namesake::text ELSE '' END || '@' || domain END AS email,
       CASE WHEN k > 1 AND pg_temp.pick(11, n, 10) < 6 THEN local_part || '.' || n || p.seed END AS username,
       CASE WHEN k = 1 THEN 'Mei' ELSE first_name END AS first_name,
       CASE WHEN k = 1 THEN 'Tanaka' ELSE last_name END AS last_name,
       CASE WHEN k = 1 THEN 'Mei Tanaka'
            WHEN pg_temp.pick(12, n, 8) = 0 THEN NULL
            WHEN family_first THEN last_name || first_name
            WHEN pg_temp.pick(13, n, 60) = 0
                THEN first_name || ' “' || nicknames[1 + pg_temp.pick(14, n, cardinality(nicknames))] || '” ' || last_name
            ELSE first_name || ' ' || last_name END AS display_name,
       phone AS phone_prefix, timezone, locale,
       (p.as_of - CASE WHEN k = 1 THEN interval '1120 days'
                       ELSE make_interval(secs => 7200 + power(pg_temp.pick(15, n, 1000000) / 1e6, 1.4) * 1100 * 86400) END
       )::timestamp(3) AS created_at,
       0.3 + 6 * power(pg_temp.pick(16, n, 10000) / 1e4, 4) AS weight,
       0 AS events
FROM addressed a, demo_parameters p;

-- Each history starts with its creation; what remains of the events is shared out by weight, to exactly the sum.
WITH budget AS (
    SELECT greatest(p.events - (SELECT count(*) FROM demo_person)
                    - CASE WHEN p.events > p.users THEN (SELECT count(*) FROM demo_role) ELSE 0 END, 0) AS extra
    FROM demo_parameters p
), running AS (
    SELECT n, floor(sum(weight) OVER (ORDER BY n) / sum(weight) OVER () * extra) AS upto FROM demo_person, budget
), shares AS (
    SELECT n, (upto - COALESCE(lag(upto) OVER (ORDER BY n), 0))::int AS extra FROM running
)
UPDATE demo_person d SET events = (CASE WHEN d.n <= p.events THEN 1 ELSE 0 END) + s.extra
FROM shares s, demo_parameters p WHERE s.n = d.n;

CREATE INDEX ON demo_person (n);
CREATE INDEX ON demo_person (org, k);
ANALYZE demo_person;
