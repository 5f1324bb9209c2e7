-- How do the assets in somebody's sight stand in their rounds, by the area of a level that they
-- lead in, and what was checked in since a moment?
SELECT a.id AS area_id, count(*) AS assets,
       count(*) FILTER (WHERE d.due_on > :today) AS checked,
       count(*) FILTER (WHERE d.due_on = :today) AS due,
       count(*) FILTER (WHERE d.due_on < :today) AS overdue,
       CAST(sum(m.made) AS bigint) AS made, CAST(sum(m.far) AS bigint) AS far,
       CAST(sum(m.abnormal) AS bigint) AS abnormal, CAST(sum(m.no_access) AS bigint) AS no_access
FROM assets_to_check(:edition, :everything, CAST(:roots AS bigint[]), CAST(:mine AS bigint[]),
                     :zone) d
JOIN asset_area aa ON aa.asset_id = d.asset_id AND aa.edition_id = :edition AND aa.lead
JOIN area_shape s ON s.area_id = aa.area_id
  AND s.from_edition <= :edition AND (s.to_edition IS NULL OR s.to_edition > :edition)
JOIN area a ON a.id = ANY (s.path) AND a.level = :level
CROSS JOIN LATERAL (
  SELECT count(*) AS made, count(*) FILTER (WHERE c.far) AS far,
         count(*) FILTER (WHERE c.result = 'abnormal') AS abnormal,
         count(*) FILTER (WHERE c.result = 'no_access') AS no_access
  FROM check_in c WHERE c.asset_id = d.asset_id AND c.at >= :since
) m
GROUP BY a.id
ORDER BY overdue DESC, due DESC, a.id
