"""One point, one face: held against an exact oracle on small, nasty coverages."""

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from numpy.typing import NDArray

from gisgrid.grid.coverage import arcs_of, polygons_of
from gisgrid.grid.locator import Arcs, BadCoordinates, Locator, quantise
from tests.benchmarks.coverages import Box, coverage, polygons
from tests.unit.grid.hard_points import hard_points, random_points
from tests.unit.grid.oracle import Oracle
from tests.unit.grid.small_coverages import SQUARES, coverages


def around(arcs: Arcs) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return every lattice point of a small coverage and its rim."""
    low, high = arcs.xy.min(axis=0) - 2, arcs.xy.max(axis=0) + 2
    x, y = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
    return x.ravel().astype(np.int32), y.ravel().astype(np.int32)


@given(coverages())
@settings(max_examples=20)
def test_every_lattice_point_of_a_nasty_coverage_gets_the_oracles_face(
    shapes: NDArray[np.object_],
) -> None:
    require_oracles_face(shapes)


@pytest.mark.long
@given(coverages())
@settings(max_examples=300)
def test_every_lattice_point_of_many_nasty_coverages_gets_the_oracles_face(
    shapes: NDArray[np.object_],
) -> None:
    require_oracles_face(shapes)


def require_oracles_face(shapes: NDArray[np.object_]) -> None:
    arcs, oracle = arcs_of(shapes), Oracle(shapes)
    locator = Locator.build(arcs)
    x, y = around(arcs)

    faces, on_border = locator.faces(x, y), locator.on_border(x, y)

    for k, (px, py) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        assert int(faces[k]) == oracle.face(px, py, int(faces[k]))
        assert bool(on_border[k]) == bool(oracle.touched(px, py))
        assert locator.face(px / 1e7, py / 1e7) == int(faces[k])


@given(coverages())
@settings(max_examples=40)
def test_arcs_do_not_depend_on_the_order_of_rows_and_give_the_polygons_back(
    shapes: NDArray[np.object_],
) -> None:
    arcs = arcs_of(shapes)
    order = np.argsort([math.sin(99 * k) for k in range(len(shapes))])
    other = arcs_of(shapes[order])
    renamed = np.concatenate([[0], order + 1])

    assert np.array_equal(arcs.xy, other.xy)
    assert np.array_equal(arcs.start, other.start)
    assert np.array_equal(arcs.left, renamed[other.left])
    assert np.array_equal(arcs.right, renamed[other.right])
    rebuilt = np.array(polygons_of(arcs), dtype=object)
    assert shapely.is_valid(rebuilt).all()
    assert shapely.equals(rebuilt, shapes).all()


@given(coverages())
@settings(max_examples=40)
def test_the_face_of_a_rim_point_does_not_depend_on_the_order_of_rows(
    shapes: NDArray[np.object_],
) -> None:
    arcs, back = arcs_of(shapes), arcs_of(shapes[::-1])
    x, y = around(arcs)
    faces, mirrored = Locator.build(arcs).faces(x, y), Locator.build(back).faces(x, y)

    assert np.array_equal(faces, np.where(mirrored > 0, len(shapes) + 1 - mirrored, 0))


@pytest.mark.parametrize("budget", [120_000, 400_000, 30_000_000])
def test_fractal_borders_get_the_oracles_face_at_every_cell_size(budget: int) -> None:
    made = coverage(12, breaks=6)
    locator, oracle = Locator.build(made.arcs, memory_budget=budget), Oracle(polygons(made))
    for x, y in (hard_points(made.arcs, 600), random_points(made.arcs, 150)):
        faces = locator.faces(x, y)
        for k, (px, py) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
            assert int(faces[k]) == oracle.face(px, py, int(faces[k]))
            assert locator.face(px / 1e7, py / 1e7) == int(faces[k])


def test_a_point_on_a_shared_border_belongs_to_its_east_or_north_side() -> None:
    locator = Locator.build(arcs_of(SQUARES))

    assert locator.face(114, 35.5) == 2
    assert locator.face(113.5, 36) == 3
    assert locator.face(114, 36) == 4


def test_points_on_the_outer_rim_are_pulled_inside() -> None:
    locator = Locator.build(arcs_of(SQUARES))
    rim = {
        (113, 35): 1, (115, 35): 2, (115, 37): 4, (113, 37): 3,
        (115, 36): 4, (114, 37): 3, (113, 36): 3, (114, 35): 2, (115, 35.5): 2, (113.5, 37): 3,
    }  # fmt: skip

    assert {place: locator.face(*place) for place in rim} == rim
    assert [int(f) for f in locator.faces_of(*zip(*rim, strict=True))] == list(rim.values())


def test_a_point_one_unit_outside_is_outside() -> None:
    locator = Locator.build(arcs_of(SQUARES))

    assert locator.face(115.0000001, 35.5) == 0
    assert locator.face(-71, 42) == 0


def test_bad_numbers_are_refused_for_one_point_and_outside_for_many() -> None:
    locator = Locator.build(arcs_of(SQUARES))

    for lon, lat in ((math.nan, 35.5), (113.5, math.inf), (35.5, 113.5), (1e300, 0.0)):
        with pytest.raises(BadCoordinates):
            locator.face(lon, lat)
        with pytest.raises(BadCoordinates):
            locator.border(lon, lat)
    assert not locator.faces_of([math.nan, 113.5, 1e300], [35.5, -math.inf, 0]).any()


def test_a_coverage_across_the_antimeridian_is_nothing_special() -> None:
    fiji = [shapely.box(179, -18, 180, -17), shapely.box(180, -18, 181, -17)]
    cut = [
        shapely.box(179, -18, 179.5, -17),
        shapely.MultiPolygon(
            [shapely.box(179.5, -18, 180, -17), shapely.box(-180, -18, -179, -17)]
        ),
    ]
    whole, seamed = Locator.build(arcs_of(fiji)), Locator.build(arcs_of(cut))

    assert [whole.face(lon, -17.5) for lon in (178, 179.5, 180, -180, -179.5, -178)] == [
        0,
        1,
        2,
        2,
        2,
        0,
    ]
    assert [seamed.face(lon, -17.5) for lon in (179.2, 179.7, 180, -179.5)] == [1, 2, 2, 2]
    assert whole.faces_of([179.5, -179.5], [-17.5, -17.5]).tolist() == [1, 2]
    assert seamed.border(180, -17.5).metres > 50_000  # the seam is no border


def test_a_coverage_may_end_at_the_antimeridian() -> None:
    east = Locator.build(arcs_of([shapely.box(179, -18, 180, -17)]))
    border = east.border(180, -17.5)
    assert (border.face, border.other) == (1, 0)
    assert border.metres < 0.01


def test_one_and_many_round_alike() -> None:
    halves = np.array([113.00000005, 113.00000015, -71.00000005])
    assert quantise(halves, halves * 0)[0].tolist() == [round(v * 1e7) for v in halves.tolist()]


@pytest.mark.parametrize("box", [Box(-0.5, -0.5), Box(-70.5, -35.5), Box(10, 60, 40, 20)])
def test_every_quarter_of_the_earth_is_alike(box: Box) -> None:
    made = coverage(20, breaks=4, box=box)
    locator, oracle = Locator.build(made.arcs), Oracle(polygons(made))
    x, y = hard_points(made.arcs, 600)
    for found, px, py in zip(locator.faces(x, y).tolist(), x.tolist(), y.tolist(), strict=True):
        assert found == oracle.face(px, py, found)


def test_the_corner_rule_holds_for_every_way_round() -> None:
    for order in itertools.permutations(range(4)):
        locator = Locator.build(arcs_of([SQUARES[k] for k in order]))
        assert order[locator.face(114, 36) - 1] == 3
        assert order[locator.face(114, 37) - 1] == 2
