-- What the areas of an edition came from. On ground that another area left, an area is a merger
-- (it took several, or added to its own), a split (the other left several, or kept a part), or a
-- move (one for one). An area that kept its identity and changed its name is a rename.
WITH begun AS (
  SELECT s.area_id, a.level, s.name, s.geom, s.area_m2,
         EXISTS (SELECT FROM area_shape o WHERE o.area_id = s.area_id AND o.to_edition = :edition)
           AS lived_on
  FROM area_shape s
  JOIN area a ON a.id = s.area_id
  WHERE s.from_edition = :edition
), ended AS (
  SELECT s.area_id, a.level, s.name, s.geom, s.area_m2
  FROM area_shape s
  JOIN area a ON a.id = s.area_id
  WHERE s.to_edition = :edition
), moved AS (
  SELECT b.area_id, e.area_id AS from_area_id, b.lived_on,
         EXISTS (SELECT FROM begun x WHERE x.area_id = e.area_id) AS kept_a_part,
         count(*) OVER (PARTITION BY b.area_id) AS sources,
         count(*) OVER (PARTITION BY e.area_id) AS heirs
  FROM begun b
  JOIN ended e
    ON e.level = b.level AND e.area_id <> b.area_id AND ST_Intersects(e.geom, b.geom)
  WHERE (NOT b.lived_on
         OR NOT EXISTS (SELECT FROM begun x WHERE x.area_id = e.area_id))
    AND ST_Area(ST_Intersection(e.geom, b.geom)) > 0.1 * least(ST_Area(e.geom), ST_Area(b.geom))
)
INSERT INTO lineage (area_id, from_area_id, edition_id, kind)
SELECT area_id, from_area_id, :edition,
       CASE WHEN sources > 1 OR lived_on THEN 'merge'
            WHEN heirs > 1 OR kept_a_part THEN 'split'
            ELSE 'move' END
FROM moved
UNION ALL
SELECT b.area_id, b.area_id, :edition, 'rename'
FROM begun b
JOIN ended e ON e.area_id = b.area_id AND e.name <> b.name
