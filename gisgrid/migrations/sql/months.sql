-- Makes one month's partition of one table; rows that already wait in the default stay there.
-- It is read and written through its table alone: neither the table's row policies nor what was
-- revoked on it hold for its partitions, and the owner's new tables are granted to both roles.
CREATE OR REPLACE FUNCTION ensure_month(parent regclass, month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET client_min_messages = warning
AS $$
DECLARE
  stem text := (SELECT relname FROM pg_class WHERE oid = parent);
  part text := stem || '_' || to_char(month, 'YYYYMM');
  lower_id bigint := to_char(month, 'YYYYMM')::bigint * 1000000000;
  upper_id bigint := lower_id + 1000000000;
  known name;
BEGIN
  IF to_regclass(format('%I', part)) IS NOT NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF %s FOR VALUES FROM (%s) TO (%s)',
                 part, parent, lower_id, upper_id);
  FOR known IN SELECT rolname FROM pg_roles WHERE rolname IN ('gisgrid_app', 'gisgrid_system') LOOP
    EXECUTE format('REVOKE ALL ON %I FROM %I', part, known);
  END LOOP;
  IF (SELECT relrowsecurity FROM pg_class WHERE oid = parent) THEN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
  END IF;
EXCEPTION WHEN check_violation THEN
  RAISE NOTICE '% of % stays in the default partition', to_char(month, 'YYYYMM'), stem;
END
$$;
