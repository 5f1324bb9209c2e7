-- Which river points lie in this tile, and how high does the river stand there? What was told more
-- than two hours ago is old: it says nothing of now.
CREATE FUNCTION map.layer_river_point(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, code text, name text, name_en text, owner text,
               owner_en text, standing text, stage_m double precision, stage_at timestamptz,
               warning_m double precision, guarantee_m double precision, stage_datum text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.id, a.geom, a.code, a.name, a.name_en, a.owner_name,
         (SELECT u.name_en FROM unit_in_english(a.owner_name) u),
         CASE
           WHEN g.at IS NULL THEN 'unknown'
           WHEN g.at < (filter->>'at')::timestamptz - interval '2 hours' THEN 'old'
           WHEN g.stage_m >= m.guarantee THEN 'guarantee'
           WHEN g.stage_m >= m.warning THEN 'warning'
           ELSE 'normal'
         END,
         g.stage_m, g.at, m.warning, m.guarantee, a.attrs->>'datum'
  FROM asset a
  LEFT JOIN gauge_stage g ON g.asset_id = a.id
  CROSS JOIN LATERAL (
    SELECT (a.attrs->>'warning_stage_m')::float8, (a.attrs->>'guarantee_stage_m')::float8
  ) AS m(warning, guarantee)
  WHERE NOT a.retired AND a.kind = 'river_point' AND a.geom && ST_Transform(tile, 4326)
$$;
