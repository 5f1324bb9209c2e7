-- Tells every web process what a commit changed, as kinds and ids: who may learn of it is decided
-- there. A notification holds less than 8000 bytes, so many ids go in several.
CREATE OR REPLACE FUNCTION tell_live(kind text, ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('live', kind || ':' || string_agg(id::text, ','))
  FROM (SELECT id, (row_number() OVER () - 1) / 300 AS part
        FROM (SELECT DISTINCT unnest(ids) AS id) AS each_once WHERE id IS NOT NULL) AS parted
  GROUP BY part;
END
$$;

CREATE OR REPLACE FUNCTION tell_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM public.tell_live('case', (SELECT array_agg(id) FROM changed));
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION tell_repeats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM public.tell_live('case', (SELECT array_agg(case_id) FROM changed));
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION tell_orders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM public.tell_live('order', (SELECT array_agg(case_id) FROM changed));
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION tell_notices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM public.tell_live('person', (SELECT array_agg(to_person_id) FROM changed));
  PERFORM public.tell_live('station', (SELECT array_agg(to_station_id) FROM changed));
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION tell_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('live', 'table:' || TG_TABLE_NAME);
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER tell_new AFTER INSERT ON case_file
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_cases();
CREATE OR REPLACE TRIGGER tell_changed AFTER UPDATE ON case_file
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_cases();
CREATE OR REPLACE TRIGGER tell_new AFTER INSERT ON case_repeat
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_repeats();
CREATE OR REPLACE TRIGGER tell_changed AFTER UPDATE ON case_repeat
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_repeats();
CREATE OR REPLACE TRIGGER tell_new AFTER INSERT ON dispatch_order
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_orders();
CREATE OR REPLACE TRIGGER tell_changed AFTER UPDATE ON dispatch_order
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_orders();
CREATE OR REPLACE TRIGGER tell_new AFTER INSERT ON notice
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_notices();
CREATE OR REPLACE TRIGGER tell_ended AFTER DELETE ON session
FOR EACH STATEMENT EXECUTE FUNCTION tell_rights();
CREATE OR REPLACE TRIGGER tell_changed AFTER INSERT OR UPDATE OR DELETE ON post
FOR EACH STATEMENT EXECUTE FUNCTION tell_rights();
