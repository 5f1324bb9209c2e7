-- Write an edition's shapes: one that did not change lives on, a changed one ends and begins anew.
WITH given AS (
  SELECT area_id, NULLIF(parent, 0) AS parent, CAST(path AS bigint[]) AS path, is_leaf,
         name, name_en, kind, households, wkb
  FROM unnest(
    CAST(:ids AS bigint[]), CAST(:parents AS bigint[]), CAST(:paths AS text[]),
    CAST(:is_leaf AS boolean[]), CAST(:names AS text[]), CAST(:names_en AS text[]),
    CAST(:kinds AS text[]), CAST(:households AS integer[]), CAST(:wkbs AS bytea[])
  ) AS g(area_id, parent, path, is_leaf, name, name_en, kind, households, wkb)
), kept AS (
  SELECT s.id, s.area_id
  FROM area_shape s
  JOIN given g ON g.area_id = s.area_id
  WHERE s.to_edition IS NULL
    AND s.parent_area_id IS NOT DISTINCT FROM g.parent
    AND s.path = g.path
    AND s.is_leaf = g.is_leaf
    AND (s.name, s.name_en, s.kind, s.households)
        IS NOT DISTINCT FROM (g.name, g.name_en, g.kind, g.households)
    AND ST_AsBinary(s.geom, 'NDR') = g.wkb
), ended AS (
  UPDATE area_shape
  SET to_edition = :edition
  WHERE to_edition IS NULL AND id NOT IN (SELECT id FROM kept)
)
INSERT INTO area_shape
  (area_id, from_edition, parent_area_id, path, is_leaf, name, name_en, kind, households, geom, area_m2)
SELECT g.area_id, :edition, g.parent, g.path, g.is_leaf, g.name, g.name_en, g.kind, g.households,
       shape.geom, ST_Area(ST_Transform(shape.geom, CAST(:metric_srid AS integer)))
FROM given g
CROSS JOIN LATERAL (SELECT ST_GeomFromWKB(g.wkb, 4326) AS geom) AS shape
WHERE g.area_id NOT IN (SELECT area_id FROM kept)
