-- Open cases of every class around a point, each within its class's own radius and days.
-- What `duplicates` tells of one class, this tells of all, measured as there; the box is that of
-- the widest class.
WITH asked AS (
  SELECT ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) AS point
)
SELECT c.id AS case_id, c.class_id, c.number, c.status, c.text, c.place_text, c.received_at,
       c.repeat_count + coalesce((SELECT r.count FROM case_repeat AS r WHERE r.case_id = c.id), 0)
         AS repeat_count, away.m AS away_m
FROM asked
JOIN case_file AS c
  ON c.point && ST_Expand(asked.point, :dx, :dy)
JOIN case_class AS k ON k.id = c.class_id
CROSS JOIN LATERAL (
  SELECT ST_DistanceSphere(ST_SnapToGrid(c.point, :blur), asked.point)
) AS away(m)
WHERE c.id >= :first_id
  AND c.received_at >= :now - make_interval(days => k.duplicate_days)
  AND c.status NOT IN ('not_filed', 'merged', 'closed', 'archived')
  AND away.m <= k.duplicate_radius_m
ORDER BY away_m, c.id
LIMIT 30
