-- Counts the statements that changed a table which the map shows; the sum over a table's slots is
-- its version. A version must change with every commit and never make two writers wait for one
-- another: each counts in a slot that nobody holds, or in a new one.
CREATE OR REPLACE FUNCTION note_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.layer_change SET changes = changes + 1
  WHERE source = TG_ARGV[0] AND slot = (
    SELECT slot FROM public.layer_change WHERE source = TG_ARGV[0]
    ORDER BY slot LIMIT 1 FOR UPDATE SKIP LOCKED);
  IF NOT FOUND THEN
    INSERT INTO public.layer_change (source, changes) VALUES (TG_ARGV[0], 1);
  END IF;
  PERFORM pg_notify('live', 'table:' || TG_ARGV[0]);
  RETURN NULL;
END
$$;
