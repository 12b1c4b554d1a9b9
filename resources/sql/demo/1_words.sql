-- Demo data, step 1: random choice that is the same on every run, and the word lists as tables.
-- Before this, demo_parameters holds one row: users, events, as_of, seed, organization (slug of an empty one, or NULL
-- for the demo's own), words (resources/demo/words.json). All tables of these steps are temporary.

-- A number in [0, m), decided by what is chosen (salt) and for whom (n).
CREATE FUNCTION pg_temp.pick(salt int, n bigint, m int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT ((hashint8extended(n, salt) & 9223372036854775807) % m)::int $$;

-- An id in the shape of a cuid.
CREATE FUNCTION pg_temp.demo_id(kind text, n bigint) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT 'c' || substr(md5(current_setting('pivotal.demo_seed') || kind || ':' || n), 1, 24) $$;

CREATE FUNCTION pg_temp.iso(t timestamp) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT to_char(t, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

SELECT set_config('pivotal.demo_seed', seed, true) FROM demo_parameters;

CREATE TEMP TABLE demo_culture ON COMMIT DROP AS
SELECT c.ordinality::int AS c, c.value->>'locale' AS locale, (c.value->>'familyFirst')::boolean AS family_first,
       c.value->>'phone' AS phone, (c.value->>'weight')::int AS weight,
       ARRAY(SELECT jsonb_array_elements_text(c.value->'timezones')) AS timezones,
       ARRAY(SELECT g->>0 FROM jsonb_array_elements(c.value->'given') g) AS given,
       ARRAY(SELECT g->>1 FROM jsonb_array_elements(c.value->'given') g) AS given_latin,
       ARRAY(SELECT f->>0 FROM jsonb_array_elements(c.value->'family') f) AS family,
       ARRAY(SELECT f->>1 FROM jsonb_array_elements(c.value->'family') f) AS family_latin
FROM demo_parameters, jsonb_array_elements(words->'cultures') WITH ORDINALITY c;

CREATE TEMP TABLE demo_culture_slot ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY c, s) - 1 AS slot, c FROM demo_culture, generate_series(1, weight) s;

CREATE TEMP TABLE demo_words ON COMMIT DROP AS
SELECT ARRAY(SELECT jsonb_array_elements_text(words->'domains')) AS domains,
       ARRAY(SELECT jsonb_array_elements_text(words->'longFamily')) AS long_family,
       ARRAY(SELECT jsonb_array_elements_text(words->'nicknames')) AS nicknames,
       ARRAY(SELECT jsonb_array_elements_text(words->'userAgents')) AS user_agents,
       (SELECT count(*)::int FROM demo_culture) AS cultures,
       (SELECT count(*)::int FROM demo_culture_slot) AS culture_slots
FROM demo_parameters;

-- The organizations to fill: the demo's own, or the one that was named.
CREATE TEMP TABLE demo_organization ON COMMIT DROP AS
SELECT o.ordinality::int AS org, pg_temp.demo_id('organization', o.ordinality) AS id, o.value->>'name' AS name,
       o.value->>'slug' AS slug, o.value->>'industry' AS industry, o.value->>'timezone' AS timezone,
       o.value->>'currency' AS currency, (o.value->>'share')::int AS share
FROM demo_parameters, jsonb_array_elements(words->'organizations') WITH ORDINALITY o
WHERE organization IS NULL
UNION ALL
SELECT 1, o.id, o.name, o.slug, o.industry, o.timezone, o.currency, 100
FROM demo_parameters JOIN organizations o ON o.slug = organization;

-- A role's slots make its weight: who gets which is picked among them.
CREATE TEMP TABLE demo_role ON COMMIT DROP AS
SELECT o.org, r.ordinality::int AS r, pg_temp.demo_id('role', o.org * 100 + r.ordinality) AS id, r.value->>'name' AS name,
       r.value->>'description' AS description, r.value->'permissions' AS permissions,
       (r.value->>'isSystem')::boolean AS is_system, (r.value->>'isActive')::boolean AS is_active,
       (r.value->>'weight')::int AS weight
FROM demo_parameters, jsonb_array_elements(words->'roles') WITH ORDINALITY r, demo_organization o;

CREATE TEMP TABLE demo_role_slot ON COMMIT DROP AS
SELECT org, row_number() OVER (PARTITION BY org ORDER BY r, s) - 1 AS slot, r, id, name
FROM demo_role, generate_series(1, weight) s;
