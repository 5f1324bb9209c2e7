-- Is a case within somebody's scope? The one place that decides, for lists, tiles, counts, boards.
-- Every argument of the scope is used once and may be NULL, which lets nothing through: so the
-- planner sees through the function and an index on the areas and stations still serves.
--   roots    areas whose subtrees are seen, in all classes
--   mine     stations whose cases are seen, in all classes
--   classes  classes that are seen in the whole district
--   limits   [{"classes": [id], "root": id or null, "station": id}]: class and place together
CREATE OR REPLACE FUNCTION case_in_scope(
  path bigint[], stations bigint[], class_id bigint,
  everything boolean, roots bigint[], mine bigint[], classes bigint[], limits jsonb
) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT everything
      OR path && roots
      OR stations && mine
      OR class_id = ANY (classes)
      OR jsonb_path_exists(
           limits,
           '$[*] ? (@.classes[*] == $class && (@.root == $path[*] || @.station == $stations[*]))',
           jsonb_build_object('class', class_id, 'path', path, 'stations', stations))
$$;

-- Which assets are within somebody's sight? Those of which some lies below one of the roots in an
-- edition, and those of their own stations. NULL lets nothing through.
CREATE OR REPLACE FUNCTION assets_in_sight(
  edition bigint, everything boolean, roots bigint[], mine bigint[]
) RETURNS SETOF asset
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT t.*
  FROM asset t
  WHERE everything
     OR t.owner_station_id = ANY (mine)
     OR EXISTS (
          SELECT FROM asset_area aa
          JOIN area_shape s ON s.area_id = aa.area_id
            AND s.from_edition <= edition AND (s.to_edition IS NULL OR s.to_edition > edition)
          WHERE aa.asset_id = t.id AND aa.edition_id = edition AND s.path && roots)
$$;

-- Which officers on duty are within somebody's sight? Those whose post's area lies below one of the
-- roots, wherever they walk, and those of their own stations. NULL lets nobody through.
CREATE OR REPLACE FUNCTION officers_in_sight(everything boolean, roots bigint[], mine bigint[])
RETURNS SETOF patrol
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p.*
  FROM patrol p
  WHERE p.ended_at IS NULL AND (everything OR p.path && roots OR p.station_id = ANY (mine))
$$;

-- Which assets in somebody's sight are to be checked, and by which day? An asset's own round goes
-- before its kind's; one without days is never due. A check-in counts where its officer got in and
-- stood by the asset; without one the days run from when the round was set.
CREATE OR REPLACE FUNCTION assets_to_check(
  edition bigint, everything boolean, roots bigint[], mine bigint[], zone text
) RETURNS TABLE (asset_id bigint, days int, last_at timestamptz, due_on date)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT t.id, r.days, c.at, (coalesce(c.at, r.since) AT TIME ZONE zone)::date + r.days
  FROM assets_in_sight(edition, everything, roots, mine) t
  JOIN LATERAL (
    SELECT own.days, own.since FROM check_round own
    WHERE own.asset_id = t.id OR own.kind = t.kind
    ORDER BY own.asset_id NULLS LAST LIMIT 1
  ) r ON r.days IS NOT NULL
  LEFT JOIN LATERAL (
    SELECT made.at FROM check_in made
    WHERE made.asset_id = t.id AND NOT made.far AND made.result <> 'no_access'
    ORDER BY made.at DESC LIMIT 1
  ) c ON true
  WHERE NOT t.retired
$$;
