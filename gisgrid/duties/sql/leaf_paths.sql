-- Which leaves the newest edition in force has below an area (null: the whole grid), root first.
SELECT s.path
FROM area_shape AS s
JOIN edition AS e ON e.id = :edition
WHERE s.is_leaf
  AND s.from_edition <= e.id AND (s.to_edition IS NULL OR s.to_edition > e.id)
  AND (CAST(:area AS bigint) IS NULL OR s.path && ARRAY[CAST(:area AS bigint)])
ORDER BY s.area_id
