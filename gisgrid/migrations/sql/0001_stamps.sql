-- Renews the stamp of the duties whenever anything changes that a rule book is made of.
CREATE OR REPLACE FUNCTION renew_duty_stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO duty_stamp (one, stamp) VALUES (1, gen_random_uuid())
  ON CONFLICT (one) DO UPDATE SET stamp = excluded.stamp;
  RETURN NULL;
END
$$;

DO $$
DECLARE watched text;
BEGIN
  FOREACH watched IN ARRAY ARRAY[
    'codebook_edition', 'case_class', 'filing_condition', 'class_successor',
    'duty_rule', 'owner_override', 'filing_policy',
    'unit', 'station', 'person', 'post', 'area', 'asset'
  ] LOOP
    CONTINUE WHEN to_regclass(watched) IS NULL;
    EXECUTE concat(
      'CREATE OR REPLACE TRIGGER renew_duty_stamp',
      ' AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ', quote_ident(watched),
      ' FOR EACH STATEMENT EXECUTE FUNCTION renew_duty_stamp()');
  END LOOP;
END
$$;

INSERT INTO duty_stamp (one, stamp) VALUES (1, gen_random_uuid()) ON CONFLICT DO NOTHING;
