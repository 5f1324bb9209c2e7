-- Which open cases has nobody yet (not filed, filed without a lead, or returned), since when, and
-- of which rungs nobody was told: the nth of `reached` is the latest start of a wait that has
-- reached the nth rung, `reached_urgently` the same for emergencies.
WITH waiting AS (
  SELECT
    c.id,
    c.emergency,
    CASE WHEN c.emergency THEN :reached_urgently ELSE :reached END AS reached,
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
SELECT w.id, w.emergency, w.since, a.told
FROM waiting AS w
CROSS JOIN LATERAL (
  SELECT
    coalesce(array_agg(a.due), '{}') AS told,
    coalesce(bool_or(a.rung = 'leader'), false) AS ended
  FROM alarm AS a
  WHERE a.case_id = w.id AND a.clock = 'assign' AND a.at >= w.since
) AS a
WHERE w.since <= w.reached[1]
  AND NOT a.ended
  AND cardinality(a.told) < (
    SELECT count(*) FROM unnest(w.reached) AS bound WHERE w.since <= bound
  )
ORDER BY w.since, w.id
LIMIT :most
