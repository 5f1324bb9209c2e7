-- Gives ids their month, and every table that grows with cases its partitions by month.
CREATE OR REPLACE FUNCTION district_zone() RETURNS text
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(nullif(current_setting('gisgrid.zone', true), ''), 'Asia/Shanghai')
$$;

-- The next number of a sequence behind the month of a moment: yyyymm * 10^9 + n.
CREATE OR REPLACE FUNCTION monthly_id(moment timestamptz, numbers regclass) RETURNS bigint
LANGUAGE sql VOLATILE
AS $$
  SELECT to_char(moment AT TIME ZONE district_zone(), 'YYYYMM')::bigint * 1000000000
         + nextval(numbers) % 1000000000
$$;

-- Makes one month's partition of one table; rows that already wait in the default stay there.
CREATE OR REPLACE FUNCTION ensure_month(parent regclass, month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET client_min_messages = warning
AS $$
DECLARE
  stem text := (SELECT relname FROM pg_class WHERE oid = parent);
  lower_id bigint := to_char(month, 'YYYYMM')::bigint * 1000000000;
  upper_id bigint := lower_id + 1000000000;
BEGIN
  IF to_regclass(format('%I', stem || '_' || to_char(month, 'YYYYMM'))) IS NOT NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF %s FOR VALUES FROM (%s) TO (%s)',
                 stem || '_' || to_char(month, 'YYYYMM'), parent, lower_id, upper_id);
EXCEPTION WHEN check_violation THEN
  RAISE NOTICE '% of % stays in the default partition', to_char(month, 'YYYYMM'), stem;
END
$$;

-- Makes every missing partition from the first to the last day, and the default ones.
CREATE OR REPLACE FUNCTION ensure_months(first_day date, last_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  parent regclass;
  month date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_months'));
  FOR parent IN
    SELECT p.partrelid
    FROM pg_partitioned_table AS p
    JOIN pg_class AS c ON c.oid = p.partrelid
    WHERE p.partstrat = 'r' AND c.relnamespace = 'public'::regnamespace
    ORDER BY c.oid
  LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %s DEFAULT',
                   (SELECT relname FROM pg_class WHERE oid = parent) || '_default', parent);
    FOR month IN
      SELECT generate_series(date_trunc('month', first_day), last_day, interval '1 month')::date
    LOOP
      PERFORM ensure_month(parent, month);
    END LOOP;
  END LOOP;
END
$$;

REVOKE ALL ON FUNCTION ensure_month(regclass, date) FROM PUBLIC;
