"""A district full of cases to ask for tiles of, and the tables that the others serve of it."""

import random
from dataclasses import dataclass

import h3
import numpy as np
import psycopg

from gisgrid import grid, maps
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.jobs import psycopg_address
from gisgrid.maps import cells
from gisgrid.maps.rules import Box
from gisgrid.run import Urls

POINTS = """
    SELECT s.path, ST_X(p.geom), ST_Y(p.geom)
    FROM area_shape s
    CROSS JOIN (SELECT sum(area_m2) AS m2 FROM area_shape WHERE is_leaf) AS total
    CROSS JOIN LATERAL ST_Dump(ST_GeneratePoints(
      s.geom, greatest(1, (%s * s.area_m2 / total.m2)::int), 7)) AS p
    WHERE s.is_leaf
"""
CASES = """
    INSERT INTO case_file (id, number, status, point, path_of_record, path_today, h3, origin,
      source, text, place_text, stations, routing, received_at, head, last_seq)
    SELECT 202611 * 1000000000::bigint + n, 'B' || n,
           (ARRAY['received', 'filed', 'dispatched', 'handling'])[n % 4 + 1],
           ST_SetSRID(ST_MakePoint(lon, lat), 4326), path, path, cell, 'complaint', 'citizen',
           '', '', '{}', '{}', '2026-11-20T00:00:00Z', '', 1
    FROM made
"""
PEER = """
    CREATE SCHEMA bench;
    CREATE TABLE bench.area AS
      SELECT a.id, a.level, a.code, a.name, a.name_en, s.geom FROM area_shape s
      JOIN area a ON a.id = s.area_id;
    ALTER TABLE bench.area ADD PRIMARY KEY (id);
    CREATE INDEX ON bench.area USING gist (geom);
    CREATE TABLE bench.camera AS
      SELECT row_number() OVER () AS id, shown.part, a.kind, a.code, a.name, a.name_en,
             a.owner_name AS owner, shown.geom
      FROM asset a
      CROSS JOIN LATERAL (VALUES ('mast', a.geom), ('footprint', a.footprint)) AS shown(part, geom)
      WHERE a.kind LIKE '%camera' AND shown.geom IS NOT NULL;
    ALTER TABLE bench.camera ADD PRIMARY KEY (id);
    CREATE INDEX ON bench.camera USING gist (geom);
    CREATE TABLE bench.case AS SELECT id, number, status, point AS geom FROM case_file;
    ALTER TABLE bench.case ADD PRIMARY KEY (id);
    CREATE INDEX ON bench.case USING gist (geom);
    ANALYZE;
"""
SIZES = """
    SELECT (SELECT count(*) FROM bench.area), (SELECT count(*) FROM bench.camera),
           (SELECT count(*) FROM bench.case)
"""


@dataclass(frozen=True)
class Filled:
    """A district to ask for tiles of: where it lies, and how much of everything is in it."""

    box: Box
    areas: int
    cameras: int
    """Masts and what the cameras see."""
    cases: int


def fill(urls: Urls, count: int) -> Filled:
    """Write the borders' tiles, hexagons, and a million cases."""
    engine = engine_of(urls.superuser)
    with sessions_of(engine).begin() as tx:
        edition = grid.current_edition(tx).id
        maps.bake(tx, edition)
        cells.draw_district(tx)
    write_cases(urls, count)
    with sessions_of(engine).begin() as tx:
        cells.fold(tx)
    with sessions_of(engine).begin() as tx:
        found = np.array([shape.polygon.bounds for shape in grid.leaves(tx)])
    engine.dispose()
    with psycopg.connect(psycopg_address(urls.superuser), autocommit=True) as base:
        base.execute("VACUUM ANALYZE case_file, case_cell, cell_shape, grid_tile")
        sizes = base.execute(SIZES).fetchone() or ()
    box = Box(*found.min(axis=0)[:2].tolist(), *found.max(axis=0)[2:].tolist())
    return Filled(box, *sizes)


def write_cases(urls: Urls, count: int) -> None:
    """Write cases all over the district, and the tables that the others serve."""
    with psycopg.connect(psycopg_address(urls.superuser)) as base:
        rows = base.execute(POINTS, (count,)).fetchall()
        random.Random(7).shuffle(rows)  # cases follow each other in time, not across the map
        made = "n int, path bigint[], lon float8, lat float8, cell bigint"
        base.execute(f"CREATE TEMP TABLE made ({made})")
        with base.cursor().copy("COPY made FROM STDIN") as copy:
            for n, (path, lon, lat) in enumerate(rows, start=1):
                copy.write_row((n, path, lon, lat, h3.str_to_int(h3.latlng_to_cell(lat, lon, 10))))
        base.execute(CASES)
        base.execute(PEER)
