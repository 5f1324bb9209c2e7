-- Which cases lie in this tile, and how does each look now?
CREATE FUNCTION map.layer_case(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, number text, status text, look text, class text,
               class_en text, due timestamptz, received_at timestamptz, emergency boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT c.id, c.point, c.number, c.status,
         map.case_look(c.status, d.due, (filter->>'at')::timestamptz),
         k.name, k.name_en, d.due, c.received_at, c.emergency
  FROM map.cases_in_sight(ST_Transform(tile, 4326), filter) c
  CROSS JOIN LATERAL map.case_due(c.status, c.respond_due, c.solve_due) AS d(due)
  LEFT JOIN case_class k ON k.id = c.class_id
$$;
