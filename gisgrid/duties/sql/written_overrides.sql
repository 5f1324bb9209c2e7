-- Which owners' overrides are in force, each once as it was written, with its asset's names.
SELECT o.code, o.version, o.name, o.name_en, o.pattern AS class_pattern, o.lead, o.assists,
       o.asset_kind, a.kind AS asset_of_kind, a.code AS asset_code, a.name AS asset_name,
       a.name_en AS asset_name_en, ST_AsGeoJSON(o.geom, 7) AS shape, o.buffer_m, o.priority, o.note
FROM owner_override AS o
LEFT JOIN asset AS a ON a.id = o.asset_id
WHERE o.active AND o.replaced_at IS NULL
ORDER BY o.code
