-- Assets of a kind, in a box, or one by its id, in the reader's sight, with the leaf that leads in
-- an edition.
SELECT t.id, t.kind, k.name AS kind_name, k.name_en AS kind_name_en, k.icon, t.code, t.name,
       t.name_en, t.owner_name,
       (SELECT u.name_en FROM unit_in_english(t.owner_name) u) AS owner_name_en,
       t.owner_station_id, t.attrs, t.synthetic,
       t.retired,
       ST_AsGeoJSON(t.geom, 7) AS geometry, ST_AsGeoJSON(t.footprint, 7) AS footprint,
       (SELECT aa.area_id FROM asset_area aa
        WHERE aa.asset_id = t.id AND aa.edition_id = :edition AND aa.lead) AS area_id
FROM assets_in_sight(:edition, :everything, CAST(:roots AS bigint[]),
                     CAST(:mine AS bigint[])) t
JOIN asset_kind k ON k.code = t.kind
WHERE (NOT t.retired OR CAST(:id AS bigint) IS NOT NULL)
  AND (CAST(:kind AS text) IS NULL OR t.kind = :kind)
  AND (CAST(:id AS bigint) IS NULL OR t.id = :id)
  AND (CAST(:west AS double precision) IS NULL
       OR t.geom && ST_MakeEnvelope(:west, :south, :east, :north, 4326))
ORDER BY t.code
LIMIT :limit
