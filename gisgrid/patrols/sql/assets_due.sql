-- Which assets in somebody's sight are to be checked, the longest overdue first, from a place in
-- that order on, or one alone; with the last check-in of all, also one that ends no round, and the
-- metres from a point.
SELECT t.id, t.code, t.name, t.name_en, t.kind, k.name AS kind_name, k.name_en AS kind_name_en,
       d.days, d.last_at, d.due_on, latest.at AS tried_at, latest.result AS tried_result,
       latest.far AS tried_far,
       ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat,
       ARRAY[ST_XMin(t.geom), ST_YMin(t.geom), ST_XMax(t.geom), ST_YMax(t.geom)] AS box,
       CASE WHEN CAST(:lon AS double precision) IS NOT NULL THEN ST_Distance(
         ST_Transform(t.geom, e.metric_srid),
         ST_Transform(ST_SetSRID(ST_MakePoint(CAST(:lon AS double precision),
                                              CAST(:lat AS double precision)), 4326), e.metric_srid)
       ) END AS distance_m
FROM assets_to_check(:edition, :everything, CAST(:roots AS bigint[]), CAST(:mine AS bigint[]),
                     :zone) d
JOIN asset t ON t.id = d.asset_id
JOIN asset_kind k ON k.code = t.kind
JOIN edition e ON e.id = :edition
CROSS JOIN LATERAL (SELECT ST_PointOnSurface(t.geom) AS geom) p
LEFT JOIN LATERAL (
  SELECT c.at, c.result, c.far FROM check_in c WHERE c.asset_id = t.id
  ORDER BY c.at DESC, c.id DESC LIMIT 1
) latest ON true
WHERE (CAST(:asset AS bigint) IS NULL OR t.id = :asset)
  AND (CAST(:kind AS text) IS NULL OR t.kind = :kind)
  AND (CAST(:after_day AS date) IS NULL OR (d.due_on, t.id) > (:after_day, :after_id))
ORDER BY d.due_on, t.id
LIMIT :limit
