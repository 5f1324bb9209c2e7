-- The arcs of an edition with the leaves on their sides; 0 stands for the outside.
SELECT xy, coalesce(left_area, 0) AS left_area, coalesce(right_area, 0) AS right_area
FROM arc
WHERE from_edition <= :edition AND (to_edition IS NULL OR to_edition > :edition)
ORDER BY id
