-- What the application's role may do: read and write rows, own nothing, never rewrite history.
GRANT USAGE ON SCHEMA public TO gisgrid_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO gisgrid_app;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO gisgrid_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO gisgrid_app;
REVOKE UPDATE, DELETE, TRUNCATE ON step, audit_entry, audit_link, photo_log, check_in
  FROM gisgrid_app;
-- Where exactly somebody stood is blanked when its time is over; rows.sql leaves it to the system.
GRANT UPDATE (place, raw_x, raw_y) ON check_in TO gisgrid_app;
DO $$
DECLARE part regclass;
BEGIN
  FOR part IN SELECT inhrelid::regclass FROM pg_inherits 
    WHERE inhparent IN ('step'::regclass, 'audit_entry'::regclass) LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM gisgrid_app', part);
  END LOOP;
END $$;
-- What a restored database would have lost: it is granted to everybody when it is made.
REVOKE ALL ON FUNCTION ensure_month(regclass, date) FROM PUBLIC;
