-- Assets known by their code; one that changed is written over, an equal one is left alone.
-- Returns how many were new or changed.
WITH given AS (
  SELECT kind, code, name, name_en, owner_name, NULLIF(station, 0) AS owner_station_id,
         CAST(attrs AS jsonb) AS attrs, synthetic, retired,
         ST_GeomFromWKB(wkb, 4326) AS geom, ST_GeomFromWKB(footprint, 4326) AS footprint
  FROM unnest(
    CAST(:kinds AS text[]), CAST(:codes AS text[]), CAST(:names AS text[]),
    CAST(:names_en AS text[]), CAST(:owners AS text[]), CAST(:stations AS bigint[]),
    CAST(:attrs AS text[]), CAST(:synthetic AS boolean[]), CAST(:wkbs AS bytea[]),
    CAST(:footprints AS bytea[]), CAST(:retired AS boolean[])
  ) AS g(kind, code, name, name_en, owner_name, station, attrs, synthetic, wkb, footprint, retired)
), written AS (
  INSERT INTO asset AS a
    (kind, code, name, name_en, owner_name, owner_station_id, attrs, synthetic, geom, footprint,
     retired)
  SELECT kind, code, name, name_en, owner_name, owner_station_id, attrs, synthetic, geom, footprint,
         retired
  FROM given
  ON CONFLICT (code) DO UPDATE
  SET kind = excluded.kind, name = excluded.name, name_en = excluded.name_en,
      owner_name = excluded.owner_name, owner_station_id = excluded.owner_station_id,
      attrs = excluded.attrs, synthetic = excluded.synthetic, geom = excluded.geom,
      footprint = excluded.footprint, retired = excluded.retired
  WHERE (a.kind, a.name, a.name_en, a.owner_name, a.owner_station_id, a.attrs, a.synthetic,
         a.retired,
         ST_AsBinary(a.geom), ST_AsBinary(a.footprint))
        IS DISTINCT FROM
        (excluded.kind, excluded.name, excluded.name_en, excluded.owner_name,
         excluded.owner_station_id, excluded.attrs, excluded.synthetic, excluded.retired,
         ST_AsBinary(excluded.geom), ST_AsBinary(excluded.footprint))
  RETURNING 1
)
SELECT count(*) FROM written
