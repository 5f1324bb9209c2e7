-- Everything in the district that has a name for the public: leaves and their parents, assets but
-- cameras and the like, places.
SELECT 'area' AS source, s.area_id AS id, a.level AS kind, s.name, s.name_en,
       '{}'::text[] AS aliases, ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, s.is_leaf AS exact,
       s.path, NULL::bigint AS same_as
FROM area_shape s
JOIN area a ON a.id = s.area_id
CROSS JOIN LATERAL (SELECT ST_PointOnSurface(s.geom) AS geom) AS p
WHERE s.from_edition <= :edition AND (s.to_edition IS NULL OR s.to_edition > :edition)
UNION ALL
SELECT 'asset', t.id, t.kind, t.name, t.name_en, '{}', ST_X(p.geom), ST_Y(p.geom),
       ST_Dimension(t.geom) <> 1, '{}', NULL
FROM asset t
JOIN asset_kind k ON k.code = t.kind AND k.grp IS DISTINCT FROM 'camera'
CROSS JOIN LATERAL (SELECT ST_PointOnSurface(t.geom) AS geom) AS p
WHERE NOT t.retired
UNION ALL
SELECT 'place', id, kind, name, name_en, aliases, ST_X(geom), ST_Y(geom), true, '{}', asset_id
FROM place
ORDER BY 1, 2
