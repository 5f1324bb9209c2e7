-- Write an edition's arcs: the same line between the same leaves lives on, others end or begin.
WITH given AS (
  SELECT NULLIF(left_id, 0) AS left_area, NULLIF(right_id, 0) AS right_area, rank, xy, wkb, row
  FROM unnest(
    CAST(:left AS bigint[]), CAST(:right AS bigint[]), CAST(:ranks AS smallint[]),
    CAST(:xys AS bytea[]), CAST(:wkbs AS bytea[])
  ) WITH ORDINALITY AS g(left_id, right_id, rank, xy, wkb, row)
), kept AS (
  SELECT a.id, g.row
  FROM arc a
  JOIN given g
    ON g.xy = a.xy
   AND g.rank = a.rank
   AND g.left_area IS NOT DISTINCT FROM a.left_area
   AND g.right_area IS NOT DISTINCT FROM a.right_area
  WHERE a.to_edition IS NULL
), ended AS (
  UPDATE arc
  SET to_edition = :edition
  WHERE to_edition IS NULL AND id NOT IN (SELECT id FROM kept)
)
INSERT INTO arc (from_edition, left_area, right_area, rank, xy, geom)
SELECT :edition, left_area, right_area, rank, xy, ST_GeomFromWKB(wkb, 4326)
FROM given
WHERE row NOT IN (SELECT row FROM kept)
ORDER BY row
