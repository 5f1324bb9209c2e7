-- Which areas of one level an edition has, with their names and their ancestors, root first.
SELECT a.id, a.name, s.path
FROM area_shape AS s
JOIN area AS a ON a.id = s.area_id
WHERE a.level = :level
  AND s.from_edition <= :edition AND (s.to_edition IS NULL OR s.to_edition > :edition)
ORDER BY a.code
