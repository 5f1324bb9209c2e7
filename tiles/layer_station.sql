-- Which stations serve areas of this tile? Each stands at its own place, or inside its area.
CREATE FUNCTION map.layer_station(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, kind text, code text, name text, name_en text, phone text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.id, p.geom, s.kind, s.code, s.name, s.name_en, s.phone
  FROM station s
  LEFT JOIN place own ON own.code = 'committee-' || s.area_code
  LEFT JOIN area a ON a.code = s.area_code
  LEFT JOIN area_shape g
    ON own.code IS NULL AND g.area_id = a.id
    AND g.from_edition <= (filter->>'edition')::bigint
    AND (g.to_edition IS NULL OR g.to_edition > (filter->>'edition')::bigint)
  CROSS JOIN LATERAL (SELECT coalesce(own.geom, ST_PointOnSurface(g.geom))) AS p(geom)
  WHERE p.geom && ST_Transform(tile, 4326)
$$;
