-- Where does the name of each area of an edition stand?
CREATE FUNCTION map.layer_area_label(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, rank int, name text, name_en text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, p.geom, l.rank, a.name, a.name_en
  FROM area_shape s
  JOIN area a ON a.id = s.area_id
  JOIN level l ON l.code = a.level
  CROSS JOIN LATERAL ST_PointOnSurface(s.geom) AS p(geom)
  WHERE s.geom && ST_Transform(tile, 4326)
    AND p.geom && ST_Transform(tile, 4326)
    AND s.from_edition <= (filter->>'edition')::bigint
    AND (s.to_edition IS NULL OR s.to_edition > (filter->>'edition')::bigint)
    AND (l.rank <= 1 OR (l.rank = 2 AND z >= 11) OR z >= 13)
$$;
