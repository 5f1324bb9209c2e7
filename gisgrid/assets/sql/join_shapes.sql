-- Which leaves does a line, a polygon or a camera's footprint touch, and how much of it lies in
-- each? Shares are of its whole length or area, measured in the edition's metric projection; a
-- stretch along a border counts half on each side. The largest share leads, ties by code.
WITH lying AS (
  SELECT a.id, shape.geom, ST_Dimension(shape.geom) AS dimension,
         ST_Transform(shape.geom, e.metric_srid) AS metric, e.metric_srid
  FROM asset a
  CROSS JOIN LATERAL (SELECT coalesce(a.footprint, a.geom) AS geom) AS shape
  JOIN edition e ON e.id = :edition
  WHERE ST_Dimension(shape.geom) > 0
), piece AS (
  SELECT l.id AS asset_id, s.area_id, area.code_list, area.code,
         CASE l.dimension WHEN 1 THEN ST_Length(common.geom) ELSE ST_Area(common.geom) END AS inside,
         CASE l.dimension WHEN 1 THEN ST_Length(l.metric) ELSE ST_Area(l.metric) END AS whole
  FROM lying l
  JOIN area_shape s ON ST_Intersects(s.geom, l.geom)
  JOIN area ON area.id = s.area_id
  CROSS JOIN LATERAL (
    SELECT ST_Transform(ST_Intersection(s.geom, l.geom), l.metric_srid) AS geom
  ) AS common
  WHERE s.is_leaf
    AND s.from_edition <= :edition
    AND (s.to_edition IS NULL OR s.to_edition > :edition)
), shared AS (
  SELECT asset_id, area_id, code_list, code,
         inside / greatest(whole, sum(inside) OVER (PARTITION BY asset_id)) AS share
  FROM piece
  WHERE inside > 0
)
INSERT INTO asset_area (asset_id, edition_id, area_id, share, lead)
SELECT asset_id, :edition, area_id, share,
       row_number() OVER (
         PARTITION BY asset_id ORDER BY round(share::numeric, 9) DESC, code_list, code
       ) = 1
FROM shared
WHERE share > 1e-6
