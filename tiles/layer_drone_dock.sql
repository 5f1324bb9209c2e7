-- Which drones' docks lie in this tile?
CREATE FUNCTION map.layer_drone_dock(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, code text, name text, name_en text, owner text,
               owner_en text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, a.geom, a.code, a.name, a.name_en, a.owner_name,
         (SELECT u.name_en FROM unit_in_english(a.owner_name) u)
  FROM assets_in_sight((filter->>'edition')::bigint, (filter->>'everything')::boolean,
                       map.ids(filter, 'roots'), map.ids(filter, 'mine')) a
  WHERE NOT a.retired AND a.kind = 'drone_dock' AND a.geom && ST_Transform(tile, 4326)
$$;
