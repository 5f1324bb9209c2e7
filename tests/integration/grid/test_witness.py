"""PostGIS as the independent witness of the locator, in integer units of 1e-7 degree.

Both see the same integers: in degrees PostGIS itself errs on slanted borders. Where it still
disagrees, the exact oracle of fractions has the last word.
"""

from dataclasses import dataclass

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from gisgrid.grid.locator import Locator, quantise
from tests.benchmarks.coverages import Coverage, coverage, polygons
from tests.unit.grid.hard_points import hard_points, random_points
from tests.unit.grid.oracle import Oracle

Ints = NDArray[np.int32]
CENTIMETRES_2 = 0.02

WITNESS = text("""
    SELECT p.id, a.face
    FROM unnest(CAST(:x AS int[]), CAST(:y AS int[])) WITH ORDINALITY AS p (x, y, id)
    JOIN witness a ON ST_Covers(a.geom, ST_MakePoint(p.x, p.y))
""")


@dataclass(frozen=True)
class Compared:
    """How the locator and the witness got on."""

    points: int
    covered: int
    overruled: int
    """Points at which PostGIS was wrong and the oracle agreed with the locator."""


def ask_witness(connection: Connection, x: Ints, y: Ints) -> list[set[int]]:
    """Return the faces that PostGIS finds to cover each point."""
    found: list[set[int]] = [set() for _ in x]
    for a in range(0, len(x), 50_000):
        part = {"x": x[a : a + 50_000].tolist(), "y": y[a : a + 50_000].tolist()}
        for place, face in connection.execute(WITNESS, part):
            found[a + place - 1].add(face)
    return found


def tell_witness(connection: Connection, shapes: NDArray[np.object_]) -> None:
    """Write the areas in integer units, so that no coordinate is rounded."""
    units = shapely.transform(shapes, lambda xy: np.rint(xy * 1e7))
    connection.execute(
        text("CREATE TEMP TABLE witness (face int, geom geometry(Polygon)) ON COMMIT DROP")
    )
    connection.execute(
        text("INSERT INTO witness VALUES (:face, ST_GeomFromWKB(:geom))"),
        [{"face": k + 1, "geom": shapely.to_wkb(shape)} for k, shape in enumerate(units)],
    )
    connection.execute(text("CREATE INDEX ON witness USING gist (geom)"))
    connection.execute(text("ANALYZE witness"))


def compare(connection: Connection, made: Coverage, x: Ints, y: Ints) -> Compared:
    """Compare every point; the oracle decides where the two differ."""
    shapes = polygons(made)
    tell_witness(connection, shapes)
    ours = Locator.build(made.arcs).faces(x, y).tolist()
    witness = ask_witness(connection, x, y)
    doubtful = [
        k for k, face in enumerate(ours) if (face not in witness[k] if face else witness[k])
    ]
    oracle = Oracle(shapes)
    for k in doubtful:
        assert ours[k] == oracle.face(int(x[k]), int(y[k]), ours[k]), (x[k], y[k], witness[k])
    return Compared(len(ours), sum(map(bool, witness)), len(doubtful))


@pytest.mark.parametrize("areas", [48, 480])
def test_random_points_get_the_face_that_postgis_finds(connection: Connection, areas: int) -> None:
    made = coverage(areas, breaks=5)
    found = compare(connection, made, *random_points(made.arcs, 20_000))

    assert found.covered > 17_000
    assert found.overruled <= 2


def test_points_on_borders_and_vertices_get_a_face_that_postgis_finds(
    connection: Connection,
) -> None:
    made = coverage(48, breaks=6)
    found = compare(connection, made, *hard_points(made.arcs, 6_000))

    assert found.covered > 4_000
    assert found.overruled <= found.points // 100


def unrounded_differences(made: Coverage, count: int) -> int:
    """Count the points that would lie elsewhere unrounded; each must be within 2 cm of a border."""
    rng, locator = np.random.default_rng(3), Locator.build(made.arcs)
    lon, lat = rng.uniform(113, 114, count), rng.uniform(35, 36, count)
    x, y = quantise(lon, lat)
    rounded = locator.faces(x, y)
    exact = covering(polygons(made), lon, lat)
    differ = np.flatnonzero(rounded != exact)
    for k in differ:
        assert locator.border(float(lon[k]), float(lat[k])).metres <= CENTIMETRES_2
    return len(differ)


def covering(
    shapes: NDArray[np.object_], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> Ints:
    """Return the face that covers each unrounded point, found by GEOS."""
    tree = shapely.STRtree(shapely.transform(shapes, lambda xy: np.rint(xy * 1e7)))
    point, area = tree.query(shapely.points(lon * 1e7, lat * 1e7), predicate="intersects")
    faces = np.zeros(len(lon), np.int32)
    faces[point] = area + 1
    return faces


def test_rounding_moves_a_point_to_another_area_only_within_two_centimetres() -> None:
    assert unrounded_differences(coverage(480, breaks=6), 50_000) <= 5


@pytest.mark.long
@pytest.mark.parametrize(("areas", "points"), [(48, 1_000_000), (5_000, 300_000)])
def test_a_million_random_points_get_the_face_that_postgis_finds(
    connection: Connection, areas: int, points: int
) -> None:
    made = coverage(areas, breaks=5)
    found = compare(connection, made, *random_points(made.arcs, points))

    assert found.covered > 0.85 * points
    assert found.overruled <= 100


@pytest.mark.long
@pytest.mark.parametrize("areas", [48, 5_000])
def test_a_hundred_thousand_hard_points_get_a_face_that_postgis_finds(
    connection: Connection, areas: int
) -> None:
    made = coverage(areas, breaks=6)
    found = compare(connection, made, *hard_points(made.arcs, 100_000))

    assert found.covered > 60_000
    assert found.overruled <= 1_000


@pytest.mark.long
def test_rounding_a_million_points_moves_only_a_handful() -> None:
    assert unrounded_differences(coverage(5_000, breaks=6), 1_000_000) <= 200
