-- Writes reports, their cases and the cases' first steps in one statement, once per key.
-- Returns 1 when they were written, 0 when the key was known, and the grid leader's name.
-- Rows come as JSON in the tables' own words, what they all have in common once, in `usual`;
-- without a key nothing is remembered.
WITH remembered AS (
  INSERT INTO idempotency (key, body_hash, answer, at)
  SELECT key, body_hash, answer, at
  FROM json_populate_record(NULL::idempotency, %(key)s::json)
  WHERE key IS NOT NULL
  ON CONFLICT (key) DO NOTHING
  RETURNING key
),
fresh AS (
  SELECT 1 WHERE %(key)s::json ->> 'key' IS NULL OR EXISTS (SELECT FROM remembered)
),
new_case AS (
  INSERT INTO case_file
  SELECT row.*
  FROM fresh, json_populate_recordset(
    json_populate_record(NULL::case_file, %(usual)s::json), %(cases)s::json) AS row
),
new_report AS (
  INSERT INTO report
  SELECT row.* FROM fresh, json_populate_recordset(NULL::report, %(reports)s::json) AS row
),
new_step AS (
  INSERT INTO step
  SELECT row.* FROM fresh, json_populate_recordset(NULL::step, %(steps)s::json) AS row
)
SELECT count(*), (SELECT name FROM person WHERE id = %(leader)s::bigint) FROM fresh
