-- Assets in the reader's sight whose code or name holds a text; that are called so before those
-- that begin so, the rest by how near they are to where one looks.
WITH found AS (
  SELECT t.id, t.kind, t.code, t.name, t.name_en,
         ST_PointOnSurface(t.geom) AS at,
         (SELECT aa.area_id FROM asset_area aa
          WHERE aa.asset_id = t.id AND aa.edition_id = :edition AND aa.lead) AS area_id,
         CASE WHEN lower(:said) IN (lower(t.code), lower(t.name), lower(t.name_en)) THEN 0
              WHEN starts_with(lower(t.code), lower(:said))
                OR starts_with(lower(t.name), lower(:said))
                OR starts_with(lower(t.name_en), lower(:said)) THEN 1
              ELSE 2 END AS far
  FROM assets_in_sight(:edition, :everything, CAST(:roots AS bigint[]),
                       CAST(:mine AS bigint[])) t
  WHERE NOT t.retired
    AND asset_words(t.code, t.name, t.name_en) @> word_pairs(:said)
    AND (strpos(lower(t.code), lower(:said)) > 0
         OR strpos(lower(t.name), lower(:said)) > 0
         OR strpos(lower(t.name_en), lower(:said)) > 0)
)
SELECT f.id, f.code, f.name, f.name_en, k.name AS kind_name, k.name_en AS kind_name_en, f.area_id,
       ST_X(f.at) AS lon, ST_Y(f.at) AS lat
FROM found f
JOIN asset_kind k ON k.code = f.kind
ORDER BY f.far,
         f.at <-> ST_SetSRID(ST_MakePoint(CAST(:lon AS double precision),
                                          CAST(:lat AS double precision)), 4326),
         length(f.name), f.code
LIMIT :limit
