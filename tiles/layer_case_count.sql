-- How many cases lie in each hexagon of this tile? For the public a small count is said as "few",
-- never as a number. Each hexagon comes as its cell and as the point where its number stands.
CREATE FUNCTION map.layer_case_count(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, part text, cases int, overdue int, few boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (h.i + 1048576)::bigint * 4194304 + h.j + 1048576, shown.geom, shown.part,
         CASE WHEN NOT f.few THEN n.cases END, CASE WHEN NOT f.few THEN n.overdue END, f.few
  FROM ST_HexagonGrid(40075016.68 / 2 ^ least(z, 14) / 14, tile) AS h
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS cases, (count(*) FILTER (WHERE look.word = 'overdue'))::int AS overdue
    FROM map.cases_in_sight(ST_Transform(ST_Envelope(h.geom), 4326), filter) c
    CROSS JOIN LATERAL map.case_due(c.status, c.respond_due, c.solve_due) AS d(due)
    CROSS JOIN LATERAL map.case_look(c.status, d.due, (filter->>'at')::timestamptz) AS look(word)
    WHERE ST_Covers(h.geom, ST_Transform(c.point, 3857))
  ) n
  CROSS JOIN LATERAL (SELECT n.cases < coalesce((filter->>'few')::int, 0)) AS f(few)
  CROSS JOIN LATERAL (VALUES ('cell', h.geom), ('centre', ST_Centroid(h.geom))) AS shown(part, geom)
  WHERE n.cases > 0
$$;
