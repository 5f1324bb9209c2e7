-- Which cameras stand in this tile, and, when near, what does each of them see?
CREATE FUNCTION map.layer_camera(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, part text, kind text, code text, name text, name_en text,
               owner text,
               owner_en text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, shown.geom, shown.part, a.kind, a.code, a.name, a.name_en, a.owner_name,
         (SELECT u.name_en FROM unit_in_english(a.owner_name) u)
  FROM assets_in_sight((filter->>'edition')::bigint, (filter->>'everything')::boolean,
                       map.ids(filter, 'roots'), map.ids(filter, 'mine')) a
  CROSS JOIN LATERAL (VALUES ('mast', a.geom), ('footprint', a.footprint)) AS shown(part, geom)
  WHERE NOT a.retired
    AND a.kind IN ('compound_camera', 'road_camera', 'site_camera', 'forest_camera')
    AND (a.geom && ST_Transform(tile, 4326) OR a.footprint && ST_Transform(tile, 4326))
    AND shown.geom && ST_Transform(tile, 4326)
    AND (shown.part = 'mast' OR z >= 14)
$$;
