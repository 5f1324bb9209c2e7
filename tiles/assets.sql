-- Which assets of a kind that everybody may see touch this tile, and what is said of each?
-- Read before the functions that use it: the files are installed in the order of their names.
CREATE FUNCTION map.assets_of_kind(wanted text, tile geometry)
RETURNS TABLE (id bigint, geom geometry, code text, name text, name_en text, owner text,
               owner_en text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, a.geom, a.code, a.name, a.name_en, a.owner_name,
         (SELECT u.name_en FROM unit_in_english(a.owner_name) u)
  FROM asset a
  WHERE NOT a.retired AND a.kind = wanted AND a.geom && ST_Transform(tile, 4326)
$$;
