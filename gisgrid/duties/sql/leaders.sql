-- Who leads which area, and from when to when, principals and deputies.
SELECT p.id AS post_id, p.code AS post_code, p.person_id, a.id AS area, a.name AS area_name,
       p.valid_from, p.valid_to, p.deputy_for_id IS NOT NULL AS deputy
FROM post AS p
JOIN area AS a ON a.code = p.area_code
WHERE p.role = 'grid_leader'
ORDER BY p.code
