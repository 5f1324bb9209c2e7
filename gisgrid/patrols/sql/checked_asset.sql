-- The asset that somebody checks in at, where it is in their sight, with the metres from them to
-- its shape and the leaf that leads.
SELECT t.id, t.name, t.retired,
       ST_Distance(
         ST_Transform(t.geom, e.metric_srid),
         ST_Transform(ST_SetSRID(ST_MakePoint(CAST(:lon AS double precision),
                                              CAST(:lat AS double precision)), 4326), e.metric_srid)
       ) AS distance_m,
       (SELECT aa.area_id FROM asset_area aa
        WHERE aa.asset_id = t.id AND aa.edition_id = e.id AND aa.lead) AS area_id
FROM assets_in_sight(:edition, :everything, CAST(:roots AS bigint[]), CAST(:mine AS bigint[])) t
JOIN edition e ON e.id = :edition
WHERE t.id = :asset
