-- Open cases that machines made, of a class within a box each, received since a day: oldest first.
-- A case and its first report share their id. Which of them count is decided outside.
-- Box by box (OFFSET 0): the index on points finds the few around each, however many are open.
WITH asked AS (
  SELECT *
  FROM unnest(%(classes)s::bigint[], %(wests)s::float8[], %(souths)s::float8[],
              %(easts)s::float8[], %(norths)s::float8[])
    AS box(class_id, west, south, east, north)
)
SELECT DISTINCT known.*
FROM asked
CROSS JOIN LATERAL (
  SELECT c.id, c.source, r.asset_id, c.class_id, ST_X(c.point), ST_Y(c.point), c.status,
         r.confidence, c.received_at
  FROM case_file AS c
  JOIN report AS r ON r.id = c.id
  WHERE c.point && ST_MakeEnvelope(asked.west, asked.south, asked.east, asked.north, 4326)
    AND c.class_id = asked.class_id
    AND c.received_at >= %(since)s
    AND c.id >= %(first_id)s AND c.id < %(after_id)s
    AND r.id >= %(first_id)s AND r.id < %(after_id)s
    AND c.source = ANY (%(machines)s)
    AND c.status NOT IN ('not_filed', 'merged', 'closed', 'archived')
  OFFSET 0
) AS known(id, source, asset_id, class_id, lon, lat, status, confidence, received_at)
ORDER BY known.received_at, known.id
