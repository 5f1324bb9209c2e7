-- Open cases that machines made, of some classes within a box, received since a day: oldest first.
-- A case and its first report share their id. Which of them count is decided outside.
SELECT c.id, c.source, r.asset_id, c.class_id, ST_X(c.point), ST_Y(c.point), c.status,
       r.confidence, c.received_at
FROM case_file AS c
JOIN report AS r ON r.id = c.id
WHERE c.point && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
  AND c.class_id = ANY (%(classes)s)
  AND c.received_at >= %(since)s
  AND c.id >= %(first_id)s AND c.id < %(after_id)s
  AND r.id >= %(first_id)s AND r.id < %(after_id)s
  AND c.source = ANY (%(machines)s)
  AND c.status NOT IN ('not_filed', 'merged', 'closed', 'archived')
ORDER BY c.received_at, c.id
