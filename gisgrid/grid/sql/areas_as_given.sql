-- Areas of an edition as an import would give them: to build on, or to write to a file.
SELECT a.level, a.code, a.code_list, s.name, s.name_en, p.code AS parent_code, s.kind,
       s.households, a.synthetic, ST_AsBinary(s.geom) AS wkb
FROM area_shape s
JOIN area a ON a.id = s.area_id
JOIN level l ON l.code = a.level
LEFT JOIN area p ON p.id = s.parent_area_id
WHERE s.from_edition <= :edition AND (s.to_edition IS NULL OR s.to_edition > :edition)
ORDER BY l.rank, a.code_list, a.code
