-- Hexagons (H3) as plain numbers. Read before the layers: files are installed by their names.

-- How fine are the hexagons of a zoom? So that no tile holds more than some 350 of them.
CREATE FUNCTION map.cell_resolution(z int)
RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN z >= 14 THEN 10 WHEN z = 13 THEN 9 WHEN z >= 11 THEN 8 WHEN z = 10 THEN 7 ELSE 6 END
$$;

-- Which hexagon of a coarser resolution holds this one?
CREATE FUNCTION map.cell_parent(cell bigint, resolution int)
RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (cell & ~(15::bigint << 52)) | (resolution::bigint << 52)
         | ((1::bigint << (3 * (15 - resolution))) - 1)
$$;

-- The first and the last that the hexagons of resolution 10 within this one may be.
CREATE FUNCTION map.cell_first(cell bigint, resolution int)
RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (cell & ~(15::bigint << 52) & ~((1::bigint << (3 * (15 - resolution))) - 1))
         | (10::bigint << 52) | 32767
$$;

CREATE FUNCTION map.cell_last(cell bigint, resolution int)
RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (cell & ~(15::bigint << 52)) | (10::bigint << 52)
         | ((1::bigint << (3 * (15 - resolution))) - 1)
$$;

-- A number for a feature: the same hexagon has the same one, and JavaScript can count so far.
CREATE FUNCTION map.cell_number(cell bigint, resolution int)
RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (cell & ((1::bigint << 52) - 1)) >> (3 * (15 - resolution))
$$;

-- Must a reader's cases be looked at one by one? Areas are counted; classes and stations are not.
CREATE FUNCTION map.is_seen_singly(filter jsonb)
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT NOT (filter->>'everything')::boolean
         AND coalesce(filter->>'mine', filter->>'classes', filter->>'limits') IS NOT NULL
$$;

-- No hexagon of a resolution is wider than this on the web's map, up to 70 degrees north or south.
CREATE FUNCTION map.cell_width_m(resolution int)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 30000 / sqrt(7) ^ (resolution - 6)
$$;

-- Of how many cases does each hexagon of a resolution tell this reader, in and around a box?
-- What nobody has drawn yet comes with a place and no shape.
CREATE FUNCTION map.cases_by_cell(box geometry, size int, filter jsonb)
RETURNS TABLE (cell bigint, cases bigint, point geometry)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT h.cell, sum(c.cases), NULL::geometry
  FROM cell_shape h
  JOIN case_cell c ON c.cell BETWEEN map.cell_first(h.cell, size) AND map.cell_last(h.cell, size)
  WHERE NOT map.is_seen_singly(filter)
    AND h.geom && box AND h.resolution = size
    AND c.closed_on >= map.shown_since(filter)
    AND ((filter->>'everything')::boolean OR c.path && map.ids(filter, 'roots'))
  GROUP BY h.cell
  UNION ALL
  SELECT map.cell_parent(w.cell, size), sum(c.cases), (array_agg(w.place ORDER BY w.cell))[1]
  FROM (SELECT cell, (array_agg(point ORDER BY id))[1] AS place FROM cell_wanted GROUP BY cell) AS w
  JOIN case_cell c ON c.cell = w.cell
  WHERE NOT map.is_seen_singly(filter)
    AND NOT EXISTS (SELECT FROM cell_shape s WHERE s.cell = map.cell_parent(w.cell, size))
    AND c.closed_on >= map.shown_since(filter)
    AND ((filter->>'everything')::boolean OR c.path && map.ids(filter, 'roots'))
  GROUP BY 1
  UNION ALL
  SELECT map.cell_parent(c.h3, size), count(*), (array_agg(c.point ORDER BY c.id))[1]
  FROM map.cases_in_sight(
         ST_Transform(ST_Expand(box, map.cell_width_m(size)), 4326), filter) AS c
  WHERE map.is_seen_singly(filter)
  GROUP BY 1
$$;
