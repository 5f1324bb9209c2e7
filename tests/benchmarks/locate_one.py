"""One point: the median time of a look-up in memory against one prepared PostGIS query.

    python -m tests.benchmarks.locate_one [--sizes 48 480 5000 50000] [--dsn URL] [--out FILE]

Ours gives the leaf's number for a lon, lat pair, quantising included. PostGIS answers a
prepared ST_Covers query with a GiST index over its socket; the other peers are a prepared
STRtree and an R-tree with prepared polygons. Times are wall clock of one warm client.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import rtree
import shapely

from gisgrid.grid.locator import Locator
from tests.benchmarks.coverages import Coverage, coverage, polygons
from tests.benchmarks.postgres import database
from tests.benchmarks.rows import Row, times_ours, write_rows

LOOKUPS, SLOW_LOOKUPS = 50_000, 3_000
One = Callable[[float, float], object]


def in_memory(made: Coverage) -> One:
    return Locator.build(made.arcs).face


def with_strtree(made: Coverage) -> One:
    tree = shapely.STRtree(polygons(made))
    return lambda lon, lat: tree.query(shapely.Point(lon, lat), predicate="intersects")


def with_rtree(made: Coverage) -> One:
    """Ask an R-tree for boxes and prepared polygons for the rest."""
    shapes = polygons(made)
    shapely.prepare(shapes)
    boxes = ((k, tuple(box), None) for k, box in enumerate(shapely.bounds(shapes).tolist()))
    index = rtree.index.Index(boxes)

    def one(lon: float, lat: float) -> object:
        near = index.intersection((lon, lat, lon, lat))
        return next((k for k in near if shapely.intersects_xy(shapes[k], lon, lat)), None)

    return one


def with_postgis(made: Coverage, dsn: str) -> One:
    base = psycopg.connect(dsn.replace("+psycopg", ""), autocommit=True, prepare_threshold=0)
    base.execute("CREATE TEMP TABLE areas (id int, geom geometry(Polygon, 4326))")
    shapes = shapely.to_wkb(shapely.set_srid(polygons(made), 4326), hex=True, include_srid=True)
    with base.cursor().copy("COPY areas FROM STDIN") as copy:
        for row in enumerate(shapes, start=1):
            copy.write_row(row)
    base.execute("CREATE INDEX ON areas USING gist (geom)")
    base.execute("ANALYZE areas")
    sql = "SELECT id FROM areas WHERE ST_Covers(geom, ST_SetSRID(ST_MakePoint(%s, %s), 4326))"
    return lambda lon, lat: base.execute(sql, (lon, lat)).fetchone()


def median_us(one: One, count: int) -> float:
    """Return the median microseconds of a look-up."""
    rng = np.random.default_rng(2)
    places = rng.uniform((113, 35), (114, 36), (count, 2)).tolist()
    for lon, lat in places[: count // 10]:
        one(lon, lat)
    spent = [0] * count
    for k, (lon, lat) in enumerate(places):
        start = time.perf_counter_ns()
        one(lon, lat)
        spent[k] = time.perf_counter_ns() - start
    return float(np.median(spent)) / 1e3


def run(sizes: list[int], dsn: str) -> list[Row]:
    """Measure every system at every size."""
    rows: list[Row] = []
    for areas in sizes:
        made = coverage(areas, breaks=6)
        found = {
            "gisgrid": median_us(in_memory(made), LOOKUPS),
            "shapely": median_us(with_strtree(made), SLOW_LOOKUPS),
            "rtree": median_us(with_rtree(made), SLOW_LOOKUPS),
            "postgis": median_us(with_postgis(made, dsn), SLOW_LOOKUPS),
        }
        rows += [Row("locate_one", areas, s, "p50", round(v, 3), "us") for s, v in found.items()]
    return times_ours(rows)


def main() -> None:
    """Run the benchmark."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="+", default=[48, 480, 5_000, 50_000])
    words.add_argument("--dsn", default="")
    words.add_argument("--out", type=Path)
    asked = words.parse_args()
    with database(asked.dsn) as dsn:
        write_rows(run(asked.sizes, dsn), asked.out)


if __name__ == "__main__":
    main()
