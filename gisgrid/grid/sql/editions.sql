-- Every edition with the number of its areas and leaves, newest first.
SELECT e.id, e.name, e.status, e.valid_from, e.valid_to, e.published_at, e.synthetic, e.note,
       count(s.id) AS areas,
       count(s.id) FILTER (WHERE s.is_leaf) AS leaves
FROM edition e
LEFT JOIN area_shape s
  ON s.from_edition <= e.id AND (s.to_edition IS NULL OR s.to_edition > e.id)
GROUP BY e.id
ORDER BY e.id DESC
