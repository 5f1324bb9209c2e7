-- Which e-bike sheds lie in this tile?
CREATE FUNCTION map.layer_ebike_shed(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, code text, name text, name_en text, owner text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, a.geom, a.code, a.name, a.name_en, a.owner_name
  FROM asset a
  WHERE NOT a.retired AND a.kind = 'ebike_shed' AND a.geom && ST_Transform(tile, 4326)
$$;
