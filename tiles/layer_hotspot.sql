-- In which hexagons of about 10 hectares do cases heap up? Where there are five or more, and more
-- than two standard deviations above the mean of the hexagons with cases that the reader sees.
CREATE FUNCTION map.layer_hotspot(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, cell text, cases int, times double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT map.cell_number(n.cell, 9), h.geom, to_hex(n.cell), n.cases::int,
         round((n.cases / n.mean)::numeric, 1)::float8
  FROM (
    SELECT c.cell, c.cases, avg(c.cases) OVER () AS mean, stddev_pop(c.cases) OVER () AS spread
    FROM map.cases_by_cell(ST_TileEnvelope(0, 0, 0), 9, filter) AS c
    WHERE c.cases > 0
  ) AS n
  JOIN cell_shape h ON h.cell = n.cell
  WHERE n.cases >= 5 AND n.cases > n.mean + 2 * n.spread AND h.geom && tile
$$;
