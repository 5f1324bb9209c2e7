-- Areas of an edition for a reader: all of a level, the children of an area, or one by its id.
SELECT a.id, a.level, l.rank, a.code, a.code_list, s.name, s.name_en, s.kind, s.households,
       a.synthetic, s.parent_area_id AS parent_id, s.path, s.is_leaf, s.area_m2,
       ARRAY[ST_XMin(s.geom), ST_YMin(s.geom), ST_XMax(s.geom), ST_YMax(s.geom)] AS bbox,
       CASE WHEN CAST(:area AS bigint) IS NOT NULL THEN ST_AsGeoJSON(s.geom, 7) END AS geometry
FROM area_shape s
JOIN area a ON a.id = s.area_id
JOIN level l ON l.code = a.level
WHERE s.from_edition <= :edition AND (s.to_edition IS NULL OR s.to_edition > :edition)
  AND (CAST(:level AS text) IS NULL OR a.level = :level)
  AND (CAST(:parent AS bigint) IS NULL OR s.parent_area_id = :parent)
  AND (CAST(:area AS bigint) IS NULL OR s.area_id = :area)
ORDER BY l.rank, a.code_list, a.code
