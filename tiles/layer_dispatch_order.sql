-- Which orders under way belong to cases in this tile, whose are they, and are they late?
CREATE FUNCTION map.layer_dispatch_order(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, number text, round int, party text, status text,
               station text, station_en text, due timestamptz, overdue boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT o.id, c.point, c.number, o.round::int, o.party, o.status, s.name, s.name_en, d.due,
         coalesce(d.due < (filter->>'at')::timestamptz, false)
  FROM map.cases_in_sight(ST_Transform(tile, 4326), filter) AS c
  JOIN dispatch_order o ON o.case_id = c.id AND o.status IN ('dispatched', 'handling')
  JOIN station s ON s.id = o.station_id
  CROSS JOIN LATERAL (
    SELECT CASE WHEN o.status = 'dispatched' THEN coalesce(o.respond_due, o.solve_due)
                ELSE o.solve_due END
  ) AS d(due)
$$;
