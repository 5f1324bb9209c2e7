"""The golden vectors: the same answers in Python and in the browser's locator.

`tests/unit/grid/locator_vectors.json` is read here and by frontend/tests/locator.test.ts. Write it
anew with `python -m tests.unit.grid.test_locator_vectors`.
"""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from gisgrid.grid.coverage import arcs_of
from gisgrid.grid.index_file import lines_of
from gisgrid.grid.locator import Arcs, Locator
from gisgrid.grid.locator.nearest import PREFER_OWN_M, distances
from gisgrid.grid.locator.segments import ARC
from tests.benchmarks.coverages import coverage, polygons
from tests.unit.grid.hard_points import hard_points, random_points
from tests.unit.grid.small_coverages import grouped, triangles

FILE: Final = Path(__file__).with_name("locator_vectors.json")


def arcs_under_test() -> dict[str, Arcs]:
    """Return coverages: fractal borders, a nasty one, huge segments, and the antimeridian."""
    fractal = polygons(coverage(12, breaks=3, seed=3))
    owner = [(i * 7) % 4 for i in range(32)]
    bends = np.random.default_rng(5).integers(-1, 2, 50)
    huge = [shapely.Polygon([(-80, -70), (90, -60.5), (1, 80)])]
    far = [shapely.box(179.95, -1, 180, 1), shapely.box(-180, -1, -179.95, 1)]
    made: dict[str, NDArray[np.object_]] = {
        "fractal": np.asarray(fractal, object),
        "nasty": grouped(triangles(4, bends), owner),
        "huge": np.array(huge, object),
        "east": np.array(far, object),
    }
    return {name: arcs_of(shapes) for name, shapes in made.items()}


def points(arcs: Arcs) -> list[tuple[float, float]]:
    """Return points at random, on borders and vertices, and one unit beside them, in degrees."""
    some, hard = random_points(arcs, 60, 1), hard_points(arcs, 240, 2)
    x, y = (np.concatenate(pair).astype(np.int64) for pair in zip(some, hard, strict=True))
    lon = x + arcs.meridian * 10**7
    lon = np.where(lon > 180 * 10**7, lon - 360 * 10**7, lon)
    return [(a / 10**7, b / 10**7) for a, b in zip(lon.tolist(), y.tolist(), strict=True)]


def answer(locator: Locator, lon: float, lat: float) -> list[Any]:
    """Return what both locators must say: face, whether on a border, metres, a face across."""
    border = locator.border(lon, lat)
    return [border.face, _on_border(locator, lon, lat), round(border.metres, 4), border.other]


def across(locator: Locator, lon: float, lat: float) -> list[int]:
    """Return every face that may be named as the other side: several at a vertex."""
    face = locator.border(lon, lat).face
    rows, arcs = locator.cells.segment, locator.arcs
    x, y = locator._one.units(lon, lat)
    metres = distances(rows[:, :4].astype(float), np.array([float(x)]), np.array([float(y)]))
    left, right = arcs.left[rows[:, ARC]], arcs.right[rows[:, ARC]]
    rank = metres + ((left != face) & (right != face)) * PREFER_OWN_M
    best = rank <= rank.min() + PREFER_OWN_M / 2
    return sorted({int(v) for v in np.where(left == face, right, left)[best]})


def _on_border(locator: Locator, lon: float, lat: float) -> bool:
    x, y = np.rint(np.array([lon, lat]) * 10**7).astype(np.int32)[:, None]
    return bool(locator.on_border(x, y)[0])


def vectors() -> list[dict[str, Any]]:
    """Return every coverage as the index file writes it, with its points and answers."""
    return [_vector(name, arcs) for name, arcs in arcs_under_test().items()]


def _vector(name: str, arcs: Arcs) -> dict[str, Any]:
    locator = Locator.build(arcs)
    asked = [
        [lon, lat, *answer(locator, lon, lat)[:3], across(locator, lon, lat)]
        for lon, lat in points(arcs)
    ]
    return {"name": name, **lines_of(arcs), "points": asked}


@pytest.mark.parametrize("vector", json.loads(FILE.read_text()), ids=lambda one: str(one["name"]))
def test_the_golden_vectors_hold(vector: dict[str, Any]) -> None:
    arcs = _read(vector)
    assert arcs.version == vector["version"]
    locator = Locator.build(arcs)
    for lon, lat, *said in vector["points"]:
        found = answer(locator, lon, lat)
        assert found[:2] == said[:2], (lon, lat)
        assert found[2] == pytest.approx(said[2], rel=1e-9, abs=2e-4), (lon, lat)
        assert found[3] in said[3], (lon, lat)


def _read(vector: dict[str, Any]) -> Arcs:
    lines = [np.cumsum(np.array(line).reshape(-1, 2), axis=0) for line in vector["lines"]]
    return Arcs.of(lines, vector["left"], vector["right"], meridian=vector["meridian"])


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), separators=(",", ":")) + "\n")
