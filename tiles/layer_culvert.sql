-- Which culverts lie in this tile?
CREATE FUNCTION map.layer_culvert(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, code text, name text, name_en text, owner text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, a.geom, a.code, a.name, a.name_en, a.owner_name
  FROM asset a
  WHERE NOT a.retired AND a.kind = 'culvert' AND a.geom && ST_Transform(tile, 4326)
$$;
