-- How does a case look on the map at a moment: which one word for status and clocks together?
-- Read before the functions that use it: the files are installed in the order of their names.
CREATE FUNCTION map.case_look(status text, due timestamptz, at timestamptz)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN status IN ('checked', 'closed', 'archived') THEN 'closed'
    WHEN status = 'on_the_books' THEN 'on_the_books'
    WHEN due < at THEN 'overdue'
    WHEN due < at + interval '2 hours' THEN 'due_soon'
    WHEN status IN ('received', 'verifying') THEN 'received'
    WHEN status IN ('returned', 'consulting', 'feedback', 'solved') THEN 'waiting'
    ELSE 'in_hand'
  END
$$;

-- Which of the two clocks of a case is running: respond until it is signed in, then solve?
CREATE FUNCTION map.case_due(status text, respond timestamptz, solve timestamptz)
RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN status IN ('feedback', 'solved', 'on_the_books', 'checked', 'closed', 'archived',
                    'merged', 'not_filed') THEN NULL
    WHEN status IN ('received', 'verifying', 'filed', 'dispatched') THEN coalesce(respond, solve)
    ELSE solve
  END
$$;

-- Reads a list of ids out of a filter; NULL when it is not there.
CREATE FUNCTION map.ids(filter jsonb, name text)
RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT translate(nullif(filter->>name, 'null'), '[]', '{}')::bigint[]
$$;

-- From which day (UTC) on is a closed case still shown?
CREATE FUNCTION map.shown_since(filter jsonb)
RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ((filter->>'at')::timestamptz AT TIME ZONE 'UTC')::date - 7
$$;

-- Which cases may be on the map for this reader: open, or closed today or in the seven days before
-- (UTC), in his scope. A filter that names no scope shows nothing.
CREATE FUNCTION map.cases_in_sight(box geometry, filter jsonb)
RETURNS SETOF case_file
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT c.*
  FROM case_file c
  WHERE c.point && box
    AND c.status NOT IN ('merged', 'not_filed', 'archived')
    AND (c.closed_at IS NULL OR (c.closed_at AT TIME ZONE 'UTC')::date >= map.shown_since(filter))
    AND case_in_scope(c.path_today, c.stations, c.class_id,
                      (filter->>'everything')::boolean, map.ids(filter, 'roots'),
                      map.ids(filter, 'mine'), map.ids(filter, 'classes'),
                      nullif(filter->'limits', 'null'))
$$;
