-- Which shared borders of an edition does this tile show? One line serves both sides.
CREATE FUNCTION map.layer_border(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, rank int, "outer" boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, a.geom, a.rank::int, a.left_area IS NULL OR a.right_area IS NULL
  FROM arc a
  WHERE a.geom && ST_Transform(tile, 4326)
    AND a.from_edition <= (filter->>'edition')::bigint
    AND (a.to_edition IS NULL OR a.to_edition > (filter->>'edition')::bigint)
    AND (a.rank <= 2 OR z >= 13)
$$;
