-- The rounds as a district's file has them: by kind, or by an asset's code. What is not in the file
-- is gone; what was set before keeps the moment since when it holds.
WITH given AS (
  SELECT NULLIF(g.kind, '') AS kind, a.id AS asset_id, NULLIF(g.days, 0) AS days
  FROM unnest(CAST(:kinds AS text[]), CAST(:codes AS text[]), CAST(:days AS int[]))
    AS g(kind, code, days)
  LEFT JOIN asset a ON a.code = g.code
), gone AS (
  DELETE FROM check_round r WHERE NOT EXISTS (
    SELECT FROM given g WHERE (g.kind, g.asset_id) IS NOT DISTINCT FROM (r.kind, r.asset_id))
  RETURNING 1
), changed AS (
  UPDATE check_round r SET days = g.days FROM given g
  WHERE (g.kind, g.asset_id) IS NOT DISTINCT FROM (r.kind, r.asset_id)
    AND g.days IS DISTINCT FROM r.days
  RETURNING 1
), new AS (
  INSERT INTO check_round (kind, asset_id, days, since)
  SELECT g.kind, g.asset_id, g.days, :now FROM given g
  WHERE NOT EXISTS (
    SELECT FROM check_round r
    WHERE (g.kind, g.asset_id) IS NOT DISTINCT FROM (r.kind, r.asset_id))
  RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM changed) + (SELECT count(*) FROM new)
