-- Give every area its identity: known by (code list, code), or new; the level may change.
WITH given AS (
  SELECT *
  FROM unnest(
    CAST(:code_lists AS text[]), CAST(:codes AS text[]), CAST(:levels AS text[]),
    CAST(:names AS text[]), CAST(:names_en AS text[]), CAST(:kinds AS text[]),
    CAST(:households AS integer[]), CAST(:synthetic AS boolean[])
  ) WITH ORDINALITY AS g(code_list, code, level, name, name_en, kind, households, synthetic, row)
), known AS (
  UPDATE area a
  SET level = g.level, synthetic = g.synthetic
  FROM given g
  WHERE a.code_list = g.code_list AND a.code = g.code
  RETURNING a.id, a.code_list, a.code
), added AS (
  INSERT INTO area (code_list, code, level, name, name_en, kind, households, synthetic)
  SELECT code_list, code, level, name, name_en, kind, households, synthetic
  FROM given g
  WHERE NOT EXISTS (SELECT FROM area a WHERE a.code_list = g.code_list AND a.code = g.code)
  ORDER BY row
  RETURNING id, code_list, code
)
SELECT code_list, code, id FROM known
UNION ALL
SELECT code_list, code, id FROM added
