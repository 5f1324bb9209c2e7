-- How many cases lie in each hexagon of this tile? For the public a small count is said as "few",
-- never as a number. A hexagon comes as its cell and as its number's place.
CREATE FUNCTION map.layer_case_count(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, part text, cell text, cases int, few boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT map.cell_number(n.cell, size.r), shown.geom, shown.part, to_hex(n.cell),
         CASE WHEN NOT f.few THEN n.cases::int END, f.few
  FROM (SELECT map.cell_resolution(z)) AS size(r)
  CROSS JOIN LATERAL map.cases_by_cell(tile, size.r, filter) AS n
  LEFT JOIN cell_shape h ON h.cell = n.cell
  CROSS JOIN LATERAL (SELECT n.cases < coalesce((filter->>'few')::int, 0)) AS f(few)
  CROSS JOIN LATERAL (
    VALUES ('cell', h.geom),
           ('centre', coalesce(ST_Centroid(h.geom), ST_Transform(n.point, 3857)))
  ) AS shown(part, geom)
  WHERE n.cases > 0 AND coalesce(h.geom, shown.geom) && tile
$$;
