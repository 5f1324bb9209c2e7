-- Makes one month's partition of one table; rows that already wait in the default stay there.
-- It is read through its table alone: row policies of a table do not hold for its partitions.
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
BEGIN
  IF to_regclass(format('%I', part)) IS NOT NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF %s FOR VALUES FROM (%s) TO (%s)',
                 part, parent, lower_id, upper_id);
  IF (SELECT relrowsecurity FROM pg_class WHERE oid = parent) THEN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
  END IF;
EXCEPTION WHEN check_violation THEN
  RAISE NOTICE '% of % stays in the default partition', to_char(month, 'YYYYMM'), stem;
END
$$;
