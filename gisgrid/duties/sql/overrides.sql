-- Which shape belongs to whose owner: overrides in force, a kind spread over its assets,
-- the buffer drawn in the grid's metres and brought back to lon, lat.
WITH metres AS (
  SELECT coalesce(
    (SELECT metric_srid FROM edition WHERE status = 'published' ORDER BY valid_from DESC LIMIT 1),
    4547) AS srid
), target AS (
  SELECT o.*, a.id AS thing_id, a.code AS thing_code, a.name AS thing_name,
         a.owner_station_id, coalesce(a.geom, o.geom) AS thing
  FROM owner_override AS o
  LEFT JOIN asset AS a ON (a.id = o.asset_id OR a.kind = o.asset_kind) AND NOT a.retired
  WHERE o.active AND o.replaced_at IS NULL
    AND (a.id IS NOT NULL OR o.geom IS NOT NULL)
), drawn AS (
  SELECT target.*,
         ST_Buffer(ST_Transform(thing, metres.srid), greatest(buffer_m, 0.01), 'quad_segs=16') AS metric
  FROM target CROSS JOIN metres
)
SELECT code, pattern, lead, assists, priority, version, name, name_en, buffer_m,
       thing_id AS asset_id, coalesce(thing_code, '') AS asset_code, thing_name AS asset_name,
       owner_station_id AS owner_station, ST_Area(metric) AS size_m2,
       ST_AsBinary(ST_Transform(metric, 4326)) AS shape
FROM drawn
WHERE NOT (lead = 'owner' AND owner_station_id IS NULL)
ORDER BY code, thing_code
