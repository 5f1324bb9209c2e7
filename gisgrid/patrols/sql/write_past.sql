-- Check-ins of the past, many at once, each with the metres to its asset's shape and the leaf that
-- leads in an edition. Returns how many were written.
WITH given AS (
  SELECT * FROM unnest(
    CAST(:assets AS bigint[]), CAST(:people AS bigint[]), CAST(:posts AS bigint[]),
    CAST(:stations AS bigint[]), CAST(:ats AS timestamptz[]), CAST(:lons AS float8[]),
    CAST(:lats AS float8[]), CAST(:accuracies AS float8[]), CAST(:results AS text[]),
    CAST(:notes AS text[]), CAST(:duties AS boolean[])
  ) AS g(asset_id, person_id, post_id, station_id, at, lon, lat, accuracy_m, result, note, on_duty)
), placed AS (
  SELECT g.*, p.geom AS place, e.id AS edition_id,
         round(ST_Distance(ST_Transform(t.geom, e.metric_srid),
                           ST_Transform(p.geom, e.metric_srid))::numeric, 1)::float8 AS distance_m,
         (SELECT aa.area_id FROM asset_area aa
          WHERE aa.asset_id = t.id AND aa.edition_id = e.id AND aa.lead) AS area_id
  FROM given g
  JOIN asset t ON t.id = g.asset_id
  JOIN edition e ON e.id = :edition
  CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(g.lon, g.lat), 4326) AS geom) p
), written AS (
  INSERT INTO check_in
    (asset_id, person_id, post_id, station_id, edition_id, area_id, on_duty, at, received_at, place,
     raw_x, raw_y, datum, accuracy_m, distance_m, far, result, note, photos, body_hash)
  SELECT asset_id, person_id, post_id, station_id, edition_id, area_id, on_duty, at, at, place,
         lon, lat, 'wgs84', accuracy_m, distance_m,
         distance_m > :limit + least(accuracy_m, :unsure), result, note, '[]', ''
  FROM placed ORDER BY at, asset_id
  RETURNING 1
)
SELECT count(*) FROM written
