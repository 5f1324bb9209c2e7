"""The same work in each system: which of the areas covers each point.

A system is made ready with the areas (that is its build) and then answers for points. Each
runs in a process of its own on one core; PostGIS is charged with its backend's CPU.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import geopandas
import numpy as np
import psutil
import psycopg
import pyarrow
import shapely
from numpy.typing import NDArray

from gisgrid.grid.locator import Locator
from tests.benchmarks.coverages import Coverage, polygons

Floats = NDArray[np.float64]
Located = Callable[[Floats, Floats], int]


class Absent(Exception):
    """A system cannot take part here; the message says why."""


@dataclass(frozen=True)
class Ready:
    """A system with its areas: answers with the number of points located."""

    locate: Located
    backend: psutil.Process | None = None
    """The process that works for it elsewhere on this machine."""


def gisgrid(made: Coverage, _dsn: str) -> Ready:
    """Build the integer locator; the points are quantised within the measured work."""
    budget = 733_000_000 if made.areas > 100_000 else None
    locator = Locator.build(made.arcs, memory_budget=budget)
    return Ready(lambda lon, lat: int(np.count_nonzero(locator.faces_of(lon, lat))))


def shapely_strtree(made: Coverage, _dsn: str) -> Ready:
    """Query an STRtree in bulk with ready-made points."""
    tree = shapely.STRtree(polygons(made))

    def locate(lon: Floats, lat: Floats) -> int:
        points = shapely.points(lon, lat)
        return int(tree.query(points, predicate="intersects").shape[1])

    return Ready(locate)


def geopandas_sjoin(made: Coverage, _dsn: str) -> Ready:
    """Join two frames."""
    areas = geopandas.GeoDataFrame(geometry=polygons(made), crs=4326)
    areas.sindex  # noqa: B018 - builds the index

    def locate(lon: Floats, lat: Floats) -> int:
        points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat), crs=4326)
        return len(geopandas.sjoin(points, areas, predicate="intersects"))

    return Ready(locate)


def sedonadb(made: Coverage, _dsn: str) -> Ready:
    """Join two views by SQL on one partition."""
    import sedonadb  # noqa: PLC0415 - only its own process loads it

    engine = sedonadb.connect()
    engine.sql("SET datafusion.execution.target_partitions = 1").execute()
    wkb = pyarrow.table({"wkb": shapely.to_wkb(polygons(made))})
    engine.create_data_frame(wkb).to_view("raw", overwrite=True)
    areas = engine.sql("SELECT ST_GeomFromWKB(wkb) AS geom FROM raw").to_memtable()
    areas.to_view("areas", overwrite=True)

    def locate(lon: Floats, lat: Floats) -> int:
        points = pyarrow.table({"x": lon, "y": lat})
        engine.create_data_frame(points).to_view("points", overwrite=True)
        joined = engine.sql(
            "SELECT count(*) AS n FROM (SELECT ST_Point(x, y) AS p FROM points) AS points "
            "JOIN areas ON ST_Intersects(areas.geom, p)"
        )
        return int(pyarrow.table(joined)["n"][0].as_py())

    return Ready(locate)


def duckdb(made: Coverage, _dsn: str) -> Ready:
    """Join two tables with the spatial extension, loaded from the file of its wheel."""
    import duckdb  # noqa: PLC0415 - only its own process loads it

    folder = files("duckdb_extension_spatial") / "extensions" / f"v{duckdb.__version__}"
    base: Any = duckdb.connect(config={"threads": 1})
    base.load_extension(str(folder / "spatial.duckdb_extension"))
    base.register("wkb", pyarrow.table({"wkb": shapely.to_wkb(polygons(made))}))
    base.execute("CREATE TABLE areas AS SELECT ST_GeomFromWKB(wkb) AS geom FROM wkb")

    def locate(lon: Floats, lat: Floats) -> int:
        base.register("points", pyarrow.table({"x": lon, "y": lat}))
        sql = (
            "SELECT count(*) FROM (SELECT ST_Point(x, y) AS p FROM points) AS points "
            "JOIN areas ON ST_Intersects(areas.geom, p)"
        )
        return int(base.execute(sql).fetchone()[0])

    return Ready(locate)


def postgis(made: Coverage, dsn: str) -> Ready:
    """Join two tables by ST_Covers on a GiST index in one backend."""
    if not dsn:
        raise Absent("no database: give --dsn")
    base = psycopg.connect(dsn.replace("+psycopg", ""), autocommit=True)
    base.execute("SET max_parallel_workers_per_gather = 0")
    base.execute("SET jit = off")
    base.execute("CREATE TEMP TABLE areas (geom geometry(Polygon, 4326))")
    with base.cursor().copy("COPY areas FROM STDIN") as copy:
        for shape in shapely.to_wkb(
            shapely.set_srid(polygons(made), 4326), hex=True, include_srid=True
        ):
            copy.write_row((shape,))
    base.execute("CREATE INDEX ON areas USING gist (geom)")
    base.execute("ANALYZE areas")
    backend = psutil.Process(base.info.backend_pid)

    def locate(lon: Floats, lat: Floats) -> int:
        sql = (
            "SELECT count(*) FROM unnest(%s::float8[], %s::float8[]) AS p(x, y) "
            "JOIN areas ON ST_Covers(geom, ST_SetSRID(ST_MakePoint(x, y), 4326))"
        )
        row = base.execute(sql, (lon.tolist(), lat.tolist())).fetchone()
        return int(row[0]) if row else 0

    return Ready(locate, backend)


SYSTEMS: dict[str, Callable[[Coverage, str], Ready]] = {
    "gisgrid": gisgrid,
    "geopandas": geopandas_sjoin,
    "shapely": shapely_strtree,
    "sedonadb": sedonadb,
    "duckdb": duckdb,
    "postgis": postgis,
}
