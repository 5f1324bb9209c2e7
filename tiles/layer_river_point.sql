-- Which river points lie in this tile?
CREATE FUNCTION map.layer_river_point(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, code text, name text, name_en text, owner text,
               warning_m double precision, guarantee_m double precision, stage_datum text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, a.geom, a.code, a.name, a.name_en, a.owner_name,
         (a.attrs->>'warning_stage_m')::float8, (a.attrs->>'guarantee_stage_m')::float8,
         a.attrs->>'datum'
  FROM asset a
  WHERE a.kind = 'river_point' AND a.geom && ST_Transform(tile, 4326)
$$;
