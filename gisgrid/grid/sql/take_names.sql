-- The names that areas have in a published edition become their present names.
UPDATE area a
SET name = s.name, name_en = s.name_en, kind = s.kind, households = s.households
FROM area_shape s
WHERE s.area_id = a.id
  AND s.from_edition = :edition
  AND (a.name, a.name_en, a.kind, a.households)
      IS DISTINCT FROM (s.name, s.name_en, s.kind, s.households)
