-- Counts the cases of each hexagon as they are written. Every change is a row of its own, so that
-- no two writers meet; the sum over a hexagon's rows is its count, and a job folds the rows.
-- A case counts while it is neither merged, nor refused, nor archived: open ones under `infinity`,
-- closed ones under the day (UTC) of their end.
CREATE OR REPLACE FUNCTION count_new_cases() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.case_cell (cell, path, closed_on, cases)
  SELECT h3, path_today, coalesce((closed_at AT TIME ZONE 'UTC')::date, 'infinity'), count(*)
  FROM came
  WHERE h3 IS NOT NULL AND status NOT IN ('merged', 'not_filed', 'archived')
  GROUP BY 1, 2, 3;
  -- A hexagon that nobody has drawn yet (outside the grid) is shown by its number until it is.
  INSERT INTO public.cell_wanted (cell, point)
  SELECT c.h3, c.point FROM came AS c
  WHERE c.h3 IS NOT NULL AND NOT EXISTS (SELECT FROM public.cell_shape WHERE cell = c.h3);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION count_changed_cases() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.case_cell (cell, path, closed_on, cases)
  SELECT cell, path, closed_on, sum(n)
  FROM (
    SELECT h3 AS cell, path_today AS path,
           coalesce((closed_at AT TIME ZONE 'UTC')::date, 'infinity') AS closed_on, 1 AS n
    FROM came
    WHERE h3 IS NOT NULL AND status NOT IN ('merged', 'not_filed', 'archived')
    UNION ALL
    SELECT h3, path_today, coalesce((closed_at AT TIME ZONE 'UTC')::date, 'infinity'), -1
    FROM went
    WHERE h3 IS NOT NULL AND status NOT IN ('merged', 'not_filed', 'archived')
  ) AS both_sides
  GROUP BY 1, 2, 3
  HAVING sum(n) <> 0;
  IF FOUND THEN
    INSERT INTO public.cell_wanted (cell, point)
    SELECT c.h3, c.point FROM came AS c
    WHERE c.h3 IS NOT NULL AND NOT EXISTS (SELECT FROM public.cell_shape WHERE cell = c.h3);
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION count_gone_cases() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.case_cell (cell, path, closed_on, cases)
  SELECT h3, path_today, coalesce((closed_at AT TIME ZONE 'UTC')::date, 'infinity'), -count(*)
  FROM went
  WHERE h3 IS NOT NULL AND status NOT IN ('merged', 'not_filed', 'archived')
  GROUP BY 1, 2, 3;
  RETURN NULL;
END
$$;

-- A trigger is made where it is missing: making it stops every writer for a moment.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_trigger
                 WHERE tgrelid = 'case_file'::regclass AND tgname = 'count_new_cases') THEN
    CREATE TRIGGER count_new_cases AFTER INSERT ON case_file
      REFERENCING NEW TABLE AS came
      FOR EACH STATEMENT EXECUTE FUNCTION count_new_cases();
    CREATE TRIGGER count_changed_cases AFTER UPDATE ON case_file
      REFERENCING OLD TABLE AS went NEW TABLE AS came
      FOR EACH STATEMENT EXECUTE FUNCTION count_changed_cases();
    CREATE TRIGGER count_gone_cases AFTER DELETE ON case_file
      REFERENCING OLD TABLE AS went
      FOR EACH STATEMENT EXECUTE FUNCTION count_gone_cases();
  END IF;
END
$$;
