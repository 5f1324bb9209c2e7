-- Which open cases has nobody yet: not filed, filed without a lead, or returned; since when.
WITH waiting AS (
  SELECT
    c.id,
    c.emergency,
    CASE c.status
      WHEN 'filed' THEN greatest(c.filed_at, c.received_at)
      WHEN 'returned' THEN (
        SELECT max(o.ended_at) FROM dispatch_order AS o WHERE o.case_id = c.id
      )
      ELSE c.received_at
    END AS since
  FROM case_file AS c
  WHERE c.status IN ('received', 'verifying', 'filed', 'returned')
)
SELECT w.id, w.emergency, w.since, ARRAY(
    SELECT a.due FROM alarm AS a
    WHERE a.case_id = w.id AND a.clock = 'assign' AND a.at >= w.since
  ) AS told
FROM waiting AS w
WHERE w.since <= :before
  AND NOT EXISTS (
    SELECT FROM alarm AS a
    WHERE a.case_id = w.id AND a.clock = 'assign' AND a.rung = 'leader' AND a.at >= w.since
  )
ORDER BY w.since, w.id
