-- Which overrides mean an owner that some of their assets do not have.
SELECT o.code, count(*) AS things
FROM owner_override AS o
JOIN asset AS a ON a.id = o.asset_id OR a.kind = o.asset_kind
WHERE o.active AND o.replaced_at IS NULL AND o.lead = 'owner' AND a.owner_station_id IS NULL
GROUP BY o.code
ORDER BY o.code
