-- Open cases that a machine made, of a class in a box, received since a day: the oldest first.
-- A case and its first report share their id. One statement for as many boxes as are asked for.
SELECT DISTINCT ON (c.received_at, c.id)
       c.id, c.source, r.asset_id, c.class_id, ST_X(c.point), ST_Y(c.point), c.status, r.confidence
FROM unnest(
       %(class_id)s::bigint[], %(west)s::float8[], %(south)s::float8[],
       %(east)s::float8[], %(north)s::float8[], %(since)s::timestamptz[]
     ) AS asked (class_id, west, south, east, north, since)
JOIN case_file AS c
  ON c.point && ST_MakeEnvelope(asked.west, asked.south, asked.east, asked.north, 4326)
 AND c.class_id = asked.class_id
 AND c.received_at >= asked.since
JOIN report AS r ON r.id = c.id
WHERE c.id >= %(first_id)s AND c.id < %(after_id)s
  AND r.id >= %(first_id)s AND r.id < %(after_id)s
  AND c.source = ANY (%(machines)s)
  AND c.status NOT IN ('not_filed', 'merged', 'closed', 'archived')
ORDER BY c.received_at, c.id
