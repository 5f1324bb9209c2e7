-- Open cases of one class within so many metres of a point, received since a day.
-- The box finds candidates by the index on the point; the sphere measures them.
WITH asked AS (
  SELECT ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) AS point
)
SELECT c.id AS case_id, c.class_id, c.number, c.status, c.text, c.place_text, c.received_at, c.repeat_count,
       ST_DistanceSphere(c.point, asked.point) AS away_m
FROM asked
JOIN case_file AS c
  ON c.point && ST_Expand(asked.point, :dx, :dy)
WHERE c.id >= :first_id
  AND c.class_id = :class_id
  AND c.received_at >= :since
  AND c.status NOT IN ('not_filed', 'merged', 'closed', 'archived')
  AND ST_DistanceSphere(c.point, asked.point) <= :radius_m
ORDER BY away_m, c.id
LIMIT 10
