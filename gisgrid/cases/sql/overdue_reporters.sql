-- Which ended cases still know their reporter although the time for it is over, the oldest first.
-- A merged case ended with the one it was merged into. Words of complaints may hold numbers, so a
-- complaint counts until it was anonymised once since its end.
WITH RECURSIVE ended AS (
  SELECT id, coalesce(closed_at, (
           SELECT max(at) FROM step WHERE case_id = c.id AND to_status <> from_status
         )) AS ended_at
  FROM case_file AS c
  WHERE status IN ('closed', 'archived', 'not_filed') AND received_at < :before
  UNION ALL
  SELECT merged.id, ended.ended_at
  FROM ended
  JOIN case_file AS merged ON merged.merged_into = ended.id AND merged.status = 'merged'
)
SELECT ended.id, ended.ended_at
FROM ended
JOIN case_file AS c ON c.id = ended.id
WHERE ended.ended_at < :before AND (
  EXISTS (SELECT FROM report WHERE case_id = ended.id AND reporter_sealed IS NOT NULL)
  OR EXISTS (SELECT FROM step WHERE case_id = ended.id AND salt IS NOT NULL)
  OR (c.origin = 'complaint' AND NOT EXISTS (
    SELECT FROM step
    WHERE case_id = ended.id AND action = 'anonymise' AND at >= ended.ended_at
  ))
)
ORDER BY ended.id
LIMIT :most
