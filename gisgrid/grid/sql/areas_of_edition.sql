-- Every area of an edition as the book in memory needs it.
SELECT a.id, a.level, l.rank, a.code, s.name, s.name_en, a.synthetic, s.path, s.is_leaf
FROM area_shape s
JOIN area a ON a.id = s.area_id
JOIN level l ON l.code = a.level
WHERE s.from_edition <= :edition AND (s.to_edition IS NULL OR s.to_edition > :edition)
ORDER BY a.id
