-- Which closed cases rest: closed before a moment and no word on them since, the oldest first.
SELECT c.id
FROM case_file AS c
WHERE c.status = 'closed' AND c.received_at < :before AND c.closed_at < :before
  AND NOT EXISTS (
    SELECT FROM step
    WHERE case_id = c.id AND at >= :before AND action <> 'anonymise'
  )
ORDER BY c.received_at, c.id
LIMIT :most
