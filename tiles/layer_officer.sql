-- Which officers on duty are in this tile, and how old is what is known of their place? Whose hours
-- are over is off duty, and who has told no place yet is not drawn.
CREATE FUNCTION map.layer_officer(tile geometry, z int, filter jsonb)
RETURNS TABLE (id bigint, geom geometry, name text, name_en text, post text, post_en text,
               station text, station_en text, since timestamptz, placed_at timestamptz, age text,
               accuracy_m double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT d.id, d.place, p.name, p.name_en, o.title, o.title_en, s.name, s.name_en, d.since,
         d.placed_at,
         CASE
           WHEN d.placed_at < (filter->>'at')::timestamptz - interval '30 minutes' THEN 'old'
           WHEN d.placed_at < (filter->>'at')::timestamptz - interval '5 minutes' THEN 'recent'
           ELSE 'now'
         END,
         round(d.accuracy_m)
  FROM officers_in_sight((filter->>'officers_everything')::boolean,
                         map.ids(filter, 'officers_roots'), map.ids(filter, 'officers_mine')) d
  JOIN person p ON p.id = d.person_id
  JOIN post o ON o.id = d.post_id
  JOIN station s ON s.id = d.station_id
  WHERE d.place && ST_Transform(tile, 4326)
    AND d.ends_at > (filter->>'at')::timestamptz
    AND (o.valid_to IS NULL OR o.valid_to > (filter->>'at')::timestamptz)
$$;
