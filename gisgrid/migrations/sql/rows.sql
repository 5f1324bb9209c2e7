-- Which rows does a role see? The second wall behind the application's own conditions.
-- A request's transaction tells its scope in the setting gisgrid.scope (JSON; kernel/rows.py); what
-- was not told lets nothing through. Anybody may write new rows: citizens report without a scope.
-- How people and machines sign in is read before anybody is known, so as long as nothing was told;
-- from then on one's own is seen, the rest by who administers it. Tables without a policy are
-- listed, each with its reason, in tests/integration/access/open_tables.py.
-- Whose rows of a table are seen, by one condition: everything below is written from this list.
-- The settings are read in subqueries: once for a statement, not for every row. Their words
-- (scope_said, scope_ids, scope_is_everything, scope_is_untold) are written out in the policies:
-- functions would be parsed anew by every statement that is planned.
DO $$
DECLARE
  in_case CONSTANT text := '(SELECT scope_is_everything())
    OR EXISTS (SELECT FROM case_file AS seen WHERE seen.id = case_id)';
  in_photo CONSTANT text := 'EXISTS (SELECT FROM photo AS seen WHERE seen.id = photo_id)';
  in_consultation CONSTANT text :=
    'EXISTS (SELECT FROM consultation AS seen WHERE seen.id = consultation_id)';
  arriving CONSTANT text := '(SELECT scope_is_untold())';
  keeper CONSTANT text := ' OR (SELECT coalesce(scope_said(%L)::boolean, false))';
  own CONSTANT text := arriving || ' OR person_id = (SELECT scope_said(''person'')::bigint)';
  seen CONSTANT text[][] := ARRAY[
    ['case_file', 'case_in_scope(path_today, stations, class_id,
        (SELECT scope_is_everything()), (SELECT scope_ids(''roots'')),
        (SELECT scope_ids(''mine'')), (SELECT scope_ids(''classes'')), NULL)
      OR ((SELECT scope_said(''limits'') IS NOT NULL)
        AND case_in_scope(path_today, stations, class_id, NULL, NULL, NULL, NULL,
          (SELECT scope_said(''limits''))))'],
    ['report', in_case], ['step', in_case], ['rating', in_case],
    ['dispatch_order', in_case], ['clock_pause', in_case], ['extension', in_case],
    ['alarm', in_case], ['slip', in_case], ['consultation', in_case],
    ['photo', in_case || ' OR EXISTS (SELECT FROM check_in AS seen WHERE seen.id = check_in_id)'],
    ['slip_recipient', 'EXISTS (SELECT FROM slip AS seen WHERE seen.id = slip_id)'],
    ['consultation_party', in_consultation], ['consultation_task', in_consultation],
    ['photo_file', in_photo], ['photo_log', in_photo],
    ['notice', 'to_person_id = (SELECT scope_said(''person'')::bigint)
      OR to_station_id = ANY ((SELECT scope_ids(''own''))::bigint[])
      OR ((SELECT coalesce(scope_said(''notices'')::boolean, false))
        AND EXISTS (SELECT FROM case_file AS seen WHERE seen.id = case_id))'],
    -- What is said to the public is the public''s; drafts are their writers'', the rest the staff''s.
    ['bulletin', '(audience = ''public'' AND standing = ''published'')
      OR (SELECT coalesce(scope_said(''bulletins'')::boolean, false))
      OR (standing = ''published'' AND (SELECT scope_said(''person'') IS NOT NULL))'],
    ['shift_handover', 'station_id = ANY ((SELECT scope_ids(''own''))::bigint[])'],
    -- Whoever is on duty is seen by whoever answers for their area; a track by themselves alone.
    ['patrol', 'person_id = (SELECT scope_said(''person'')::bigint)
      OR (SELECT coalesce(scope_said(''officers_everything'')::boolean, false))
      OR path && (SELECT scope_ids(''officers_roots''))::bigint[]
      OR station_id = ANY ((SELECT scope_ids(''officers_mine''))::bigint[])'],
    ['track_point', 'EXISTS (SELECT FROM patrol AS seen WHERE seen.id = patrol_id
      AND seen.person_id = (SELECT scope_said(''person'')::bigint))'],
    -- A check-in is seen by whoever made it, and by whoever answers for its asset (in any edition).
    ['check_in', 'person_id = (SELECT scope_said(''person'')::bigint)
      OR (SELECT coalesce(scope_said(''checks_everything'')::boolean, false))
      OR EXISTS (SELECT FROM asset AS thing WHERE thing.id = asset_id
        AND thing.owner_station_id = ANY ((SELECT scope_ids(''checks_mine''))::bigint[]))
      OR EXISTS (SELECT FROM asset_area AS lies JOIN area_shape AS s ON s.area_id = lies.area_id
        WHERE lies.asset_id = check_in.asset_id
        AND s.path && (SELECT scope_ids(''checks_roots''))::bigint[])'],
    -- Who may sign in, and who is signed in.
    ['account', own || format(keeper, 'people')], ['totp', own || format(keeper, 'people')],
    ['session', own || format(keeper, 'sign_ins')], ['map_key', own || format(keeper, 'sign_ins')],
    ['recovery_code', own || format(keeper, 'sign_ins')],
    ['sso_subject', own || format(keeper, 'sign_ins')],
    ['failed_sign_in', arriving || format(keeper, 'sign_ins')],
    ['device', arriving || format(keeper, 'devices')],
    ['device_token', arriving || format(keeper, 'devices')],
    ['citizen_code', arriving], ['citizen_session', arriving],
    ['bulletin_receipt', 'person_id = (SELECT scope_said(''person'')::bigint)
      OR (SELECT coalesce(scope_said(''bulletins'')::boolean, false))']
  ];
  words CONSTANT text[][] := ARRAY[
    ['scope_is_untold\(\)', 'coalesce(current_setting(''gisgrid.scope'', true), '''') = '''''],
    ['scope_is_everything\(\)', 'coalesce(scope_said(''everything'')::boolean, false)'],
    ['scope_ids\((''\w+'')\)', 'translate(scope_said(\1)::text, ''[]'', ''{}'')::bigint[]'],
    ['scope_said\((''\w+'')\)',
     'nullif(nullif(current_setting(''gisgrid.scope'', true), '''')::jsonb -> \1, ''null'')']
  ];
  wall text[];
  word text[];
  sees text;
  part regclass;
  policy record;
BEGIN
  FOR policy IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
  END LOOP;
  FOREACH wall SLICE 1 IN ARRAY seen LOOP
    sees := wall[2];
    FOREACH word SLICE 1 IN ARRAY words LOOP
      sees := regexp_replace(sees, word[1], word[2], 'g');
    END LOOP;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wall[1]);
    EXECUTE format('CREATE POLICY every_row ON %I TO gisgrid_system USING (true)', wall[1]);
    EXECUTE format('CREATE POLICY new_row ON %I FOR INSERT TO gisgrid_app WITH CHECK (true)',
                   wall[1]);
    EXECUTE format('CREATE POLICY seen_row ON %I FOR SELECT TO gisgrid_app USING (%s)',
                   wall[1], sees);
    EXECUTE format('CREATE POLICY changed_row ON %I FOR UPDATE TO gisgrid_app
                    USING (%s) WITH CHECK (true)', wall[1], sees);
    EXECUTE format('CREATE POLICY gone_row ON %I FOR DELETE TO gisgrid_app USING (%s)',
                   wall[1], sees);
    -- Asked by its own name, a month has no policy that lets anybody in.
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = wall[1]::regclass LOOP
      EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', part);
    END LOOP;
  END LOOP;
END $$;
-- What the policies called before they were written out.
DROP FUNCTION IF EXISTS
  scope_is_everything(), scope_is_untold(), scope_ids(text), scope_said(text);

-- The audit is written by everybody's requests and read by the system alone, once audit.read was
-- asked: of what it writes a request may read back the id.
DO $$
DECLARE part regclass;
BEGIN
  REVOKE SELECT ON audit_entry FROM gisgrid_app;
  GRANT SELECT (id) ON audit_entry TO gisgrid_app;
  FOR part IN SELECT inhrelid::regclass FROM pg_inherits
    WHERE inhparent = 'audit_entry'::regclass LOOP
    EXECUTE format('REVOKE SELECT ON %s FROM gisgrid_app', part);
  END LOOP;
END $$;

-- A check-in is never rewritten by a request.
REVOKE UPDATE ON check_in FROM gisgrid_app;
