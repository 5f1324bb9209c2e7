-- How many cases lie in each hexagon of this tile? A case belongs to the hexagon whose centre is
-- nearest (the lower column when two are), so each is counted once. For the public a small count
-- is said as "few", never as a number. A hexagon comes as its cell and as its number's place.
CREATE FUNCTION map.layer_case_count(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, part text, cases int, overdue int, few boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (n.i + 1048576)::bigint * 4194304 + n.j + 1048576, shown.geom, shown.part,
         CASE WHEN NOT f.few THEN n.cases END, CASE WHEN NOT f.few THEN n.overdue END, f.few
  FROM (
    SELECT size.edge, near.i, near.j, count(*)::int AS cases,
           (count(*) FILTER (WHERE look.word = 'overdue'))::int AS overdue
    FROM (SELECT e, e * sqrt(3) FROM (SELECT 40075016.68 / 2 ^ least(z, 14) / 14) AS s(e))
           AS size(edge, height)
    CROSS JOIN LATERAL
      map.cases_in_sight(ST_Transform(ST_Expand(tile, 2 * size.edge), 4326), filter) AS c
    CROSS JOIN LATERAL map.case_due(c.status, c.respond_due, c.solve_due) AS d(due)
    CROSS JOIN LATERAL map.case_look(c.status, d.due, (filter->>'at')::timestamptz) AS look(word)
    CROSS JOIN LATERAL ST_Transform(c.point, 3857) AS p(geom)
    CROSS JOIN LATERAL floor(ST_X(p.geom) / (1.5 * size.edge)) AS west(i)
    CROSS JOIN LATERAL (
      SELECT col.i, row.j
      FROM generate_series(west.i::int, west.i::int + 1) AS col(i)
      CROSS JOIN LATERAL (SELECT abs(col.i % 2) / 2.0::float8) AS odd(half)
      CROSS JOIN LATERAL round(ST_Y(p.geom) / size.height - odd.half) AS fit(j)
      CROSS JOIN LATERAL (SELECT fit.j::int) AS row(j)
      ORDER BY (ST_X(p.geom) - 1.5 * size.edge * col.i) ^ 2
               + (ST_Y(p.geom) - size.height * (row.j + odd.half)) ^ 2, col.i
      LIMIT 1
    ) AS near
    GROUP BY size.edge, near.i, near.j
  ) AS n
  CROSS JOIN LATERAL ST_Hexagon(n.edge, n.i, n.j, 'SRID=3857;POINT(0 0)') AS h(geom)
  CROSS JOIN LATERAL (SELECT n.cases < coalesce((filter->>'few')::int, 0)) AS f(few)
  CROSS JOIN LATERAL (VALUES ('cell', h.geom), ('centre', ST_Centroid(h.geom))) AS shown(part, geom)
  WHERE h.geom && tile
$$;
