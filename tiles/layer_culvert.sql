-- Which culverts lie in this tile?
CREATE FUNCTION map.layer_culvert(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, code text, name text, name_en text, owner text,
               owner_en text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT * FROM map.assets_of_kind('culvert', tile)
$$;
