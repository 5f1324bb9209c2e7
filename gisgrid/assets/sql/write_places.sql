-- Places known by their code; the asset of the same name on the same ground is remembered.
-- Returns how many were new or changed.
WITH given AS (
  SELECT code, name, name_en, ARRAY(SELECT jsonb_array_elements_text(CAST(aliases AS jsonb))) AS aliases,
         kind, synthetic, ST_GeomFromWKB(wkb, 4326) AS geom, NULLIF(area_id, 0) AS area_id
  FROM unnest(
    CAST(:codes AS text[]), CAST(:names AS text[]), CAST(:names_en AS text[]),
    CAST(:aliases AS text[]), CAST(:kinds AS text[]), CAST(:synthetic AS boolean[]),
    CAST(:wkbs AS bytea[]), CAST(:areas AS bigint[])
  ) AS g(code, name, name_en, aliases, kind, synthetic, wkb, area_id)
), linked AS (
  SELECT g.*, (
    SELECT a.id FROM asset a
    WHERE a.name = g.name AND a.geom && ST_Expand(g.geom, 0.003)
    ORDER BY a.geom <-> g.geom, a.code
    LIMIT 1
  ) AS asset_id
  FROM given g
), written AS (
  INSERT INTO place AS p (code, name, name_en, aliases, kind, synthetic, geom, asset_id, area_id)
  SELECT code, name, name_en, aliases, kind, synthetic, geom, asset_id, area_id
  FROM linked
  ON CONFLICT (code) DO UPDATE
  SET name = excluded.name, name_en = excluded.name_en, aliases = excluded.aliases,
      kind = excluded.kind, synthetic = excluded.synthetic, geom = excluded.geom,
      asset_id = excluded.asset_id, area_id = excluded.area_id
  WHERE (p.name, p.name_en, p.aliases, p.kind, p.synthetic, ST_AsBinary(p.geom), p.asset_id, p.area_id)
        IS DISTINCT FROM
        (excluded.name, excluded.name_en, excluded.aliases, excluded.kind, excluded.synthetic,
         ST_AsBinary(excluded.geom), excluded.asset_id, excluded.area_id)
  RETURNING 1
)
SELECT count(*) FROM written
