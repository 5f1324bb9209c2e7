-- The kinds of assets; a known one takes the new names.
INSERT INTO asset_kind (code, name, name_en, geometry, icon, grp)
SELECT *
FROM unnest(
  CAST(:codes AS text[]), CAST(:names AS text[]), CAST(:names_en AS text[]),
  CAST(:geometries AS text[]), CAST(:icons AS text[]), CAST(:groups AS text[])
)
ON CONFLICT (code) DO UPDATE
SET name = excluded.name, name_en = excluded.name_en, geometry = excluded.geometry,
    icon = excluded.icon, grp = excluded.grp
