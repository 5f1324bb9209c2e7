-- Which areas of an edition does this tile show, coarse levels first?
CREATE FUNCTION map.layer_area(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, rank int, level text, code text, name text, name_en text,
               leaf boolean, synthetic boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, s.geom, l.rank, a.level, a.code, a.name, a.name_en, s.is_leaf, a.synthetic
  FROM area_shape s
  JOIN area a ON a.id = s.area_id
  JOIN level l ON l.code = a.level
  WHERE s.geom && ST_Transform(tile, 4326)
    AND s.from_edition <= (filter->>'edition')::bigint
    AND (s.to_edition IS NULL OR s.to_edition > (filter->>'edition')::bigint)
    AND (l.rank <= 2 OR z >= 12)
$$;
