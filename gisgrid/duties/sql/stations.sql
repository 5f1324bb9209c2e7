-- Which stations can be given an order, whom they serve, and what kinds of duty their unit has.
SELECT s.id, s.code, s.name, s.name_en, a.id AS area, a.level,
       CASE WHEN s.kind = 'unit_office' THEN u.dept_types ELSE '{}' END AS dept_types
FROM station AS s
LEFT JOIN unit AS u ON u.id = s.unit_id
LEFT JOIN LATERAL (
  SELECT id, level FROM area WHERE area.code = s.area_code ORDER BY area.code_list LIMIT 1
) AS a ON s.kind <> 'unit_office'
ORDER BY s.code
