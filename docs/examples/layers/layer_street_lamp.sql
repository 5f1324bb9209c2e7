-- Which street lamps stand in this tile?
CREATE FUNCTION map.layer_street_lamp(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, code text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, a.geom, a.code
  FROM asset a
  WHERE a.kind = 'street_lamp' AND a.geom && ST_Transform(tile, 4326)
$$;
