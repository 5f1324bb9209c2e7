-- What a gauge told in a span; where that is more than wanted, the lowest and the highest of each
-- part of the span.
WITH told AS (
  SELECT at, stage_m, count(*) OVER () AS every,
         least(floor(extract(epoch FROM at - CAST(:since AS timestamptz)) / :part_s),
               :parts - 1) AS part
  FROM gauge_reading
  WHERE asset_id = :asset AND at >= :since AND at <= :until
), ranked AS (
  SELECT at, stage_m, every,
         row_number() OVER (PARTITION BY part ORDER BY stage_m, at) AS low,
         row_number() OVER (PARTITION BY part ORDER BY stage_m DESC, at) AS high
  FROM told
)
SELECT at, stage_m, every FROM ranked
WHERE every <= :most OR low = 1 OR high = 1
ORDER BY at
