-- Which construction sites touch this tile?
CREATE FUNCTION map.layer_construction_site(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, code text, name text, name_en text, owner text,
               owner_en text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, a.geom, a.code, a.name, a.name_en, a.owner_name,
         (SELECT u.name_en FROM unit u WHERE u.name = a.owner_name ORDER BY u.id LIMIT 1)
  FROM asset a
  WHERE NOT a.retired AND a.kind = 'construction_site' AND a.geom && ST_Transform(tile, 4326)
$$;
