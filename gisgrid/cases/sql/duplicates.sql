-- Open cases of one class within so many metres of a point, received since a day.
-- The box finds candidates by the index on the point; the sphere measures them, from the middle
-- of a cell of so many degrees where the place itself is not to be told (0: from the place).
WITH asked AS (
  SELECT ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) AS point
)
SELECT c.id AS case_id, c.class_id, c.number, c.status, c.text, c.place_text, c.received_at,
       c.repeat_count + coalesce((SELECT r.count FROM case_repeat AS r WHERE r.case_id = c.id), 0)
         AS repeat_count, away.m AS away_m
FROM asked
JOIN case_file AS c
  ON c.point && ST_Expand(asked.point, :dx, :dy)
CROSS JOIN LATERAL (
  SELECT ST_DistanceSphere(ST_SnapToGrid(c.point, :blur), asked.point)
) AS away(m)
WHERE c.id >= :first_id
  AND c.class_id = :class_id
  AND c.received_at >= :since
  AND c.status NOT IN ('not_filed', 'merged', 'closed', 'archived')
  AND away.m <= :radius_m
ORDER BY away_m, c.id
LIMIT 10
