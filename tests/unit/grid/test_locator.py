"""One point, one face: held against an exact oracle on small, nasty coverages."""

import itertools
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from numpy.typing import NDArray

from gisgrid.grid.coverage import arcs_of, polygons_of
from gisgrid.grid.locator import (
    Arcs,
    BadCoordinates,
    BrokenCoverage,
    Locator,
    Reach,
    load,
    quantise,
    save,
)
from gisgrid.grid.locator.spool import Spool
from gisgrid.kernel.errors import Invalid, Unavailable
from tests.benchmarks.coverages import Box, coverage, polygons
from tests.benchmarks.locate_patch import bent
from tests.unit.grid.hard_points import hard_points, random_points
from tests.unit.grid.oracle import Oracle
from tests.unit.grid.small_coverages import coverages

SQUARES = [shapely.box(113 + i, 35 + j, 114 + i, 36 + j) for j in range(2) for i in range(2)]
"""Faces 1 and 2 in the south, 3 and 4 in the north; all meet at (114, 36)."""


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


def test_metres_to_the_border_are_exact_enough() -> None:
    pyproj = pytest.importorskip("pyproj")
    locator, geod = Locator.build(arcs_of(SQUARES)), pyproj.Geod(ellps="WGS84")
    for lon, lat, foot, face, other in (
        (113.999, 35.5, (114, 35.5), 1, 2),
        (113.9, 35.5, (114, 35.5), 1, 2),
        (114.5, 35.99, (114.5, 36), 2, 4),
        (112.9, 35.5, (113, 35.5), 0, 1),
        (114.3, 37.2, (114.3, 37), 0, 4),
    ):
        found = locator.border(lon, lat)
        metres = geod.inv(lon, lat, *foot)[2]
        assert found.metres == pytest.approx(metres, rel=1e-3)
        assert (found.face, found.other) == (face, other)


def test_the_nearest_border_is_that_of_a_search_through_all_segments() -> None:
    made = coverage(30, breaks=5)
    locator = Locator.build(made.arcs)
    lines = [shapely.LineString(made.arcs.line(a) * (0.81, 1)) for a in range(len(made.arcs))]
    x, y = random_points(made.arcs, 60, seed=3)
    for px, py in zip(x.tolist(), y.tolist(), strict=True):
        found = locator.border(px / 1e7, py / 1e7)
        all_far = shapely.distance(shapely.Point(px * 0.81, py), lines) * 0.0111
        assert found.metres == pytest.approx(all_far.min(), rel=0.02)
        beside = {int(made.arcs.left[all_far.argmin()]), int(made.arcs.right[all_far.argmin()])}
        assert {found.face, found.other} == beside or np.sort(all_far)[1] < all_far.min() * 1.03


def test_many_points_get_the_same_border_as_one() -> None:
    made = coverage(30, breaks=5)
    locator = Locator.build(made.arcs)
    x, y = random_points(made.arcs, 200, seed=4)
    within = locator.borders(x, y, within_m=800)
    for k, (px, py) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        one = locator.border(px / 1e7, py / 1e7)
        if one.metres <= 800:
            assert within.metres[k] == pytest.approx(one.metres)
            assert within.other[k] == one.other
        else:
            assert math.isinf(within.metres[k])
            assert within.other[k] == -1


def test_a_point_on_a_border_is_no_metre_from_it() -> None:
    found = Locator.build(arcs_of(SQUARES)).border(114, 35.5)

    assert (found.metres, found.face, found.other) == (0, 2, 1)


def test_a_disc_on_a_straight_border_is_shared_in_halves() -> None:
    locator = Locator.build(arcs_of(SQUARES))

    assert locator.shares(113.5, 35.5, Reach.disc(100)) == ((1, 1.0),)
    halves = dict(locator.shares(114, 35.5, Reach.disc(100)))
    assert halves == pytest.approx({1: 0.5, 2: 0.5}, abs=1e-3)
    quarters = dict(locator.shares(115, 37, Reach.disc(100)))
    assert quarters == pytest.approx({0: 0.75, 4: 0.25}, abs=1e-3)
    assert dict(locator.shares(100, 20, Reach.disc(100))) == {0: 1.0}


def test_shares_are_those_of_ten_thousand_points_in_the_disc() -> None:
    made = coverage(200, breaks=5)
    locator, rng = Locator.build(made.arcs), np.random.default_rng(8)
    for lon, lat in rng.uniform((113, 35), (114, 36), (20, 2)).tolist():
        turn, far = rng.uniform(0, 2 * math.pi, 10_000), np.sqrt(rng.random(10_000))
        reach = Reach(4000, 1500, bearing_deg=30)
        along, aside = far * np.cos(turn) * 4000, far * np.sin(turn) * 1500
        east = along * math.sin(math.pi / 6) + aside * math.cos(math.pi / 6)
        north = along * math.cos(math.pi / 6) - aside * math.sin(math.pi / 6)
        places = locator.faces_of(
            lon + east / (111_320 * math.cos(math.radians(lat))), lat + north / 110_950
        )
        sampled = np.bincount(places, minlength=202) / 10_000

        shares = dict(locator.shares(lon, lat, reach))

        assert sum(shares.values()) == pytest.approx(1)
        for face in np.flatnonzero(sampled).tolist():
            assert shares.get(face, 0) == pytest.approx(sampled[face], abs=0.02)


def test_an_ellipse_reaches_along_its_bearing() -> None:
    locator = Locator.build(arcs_of(SQUARES))
    place = 113.9995, 35.5  # 45 m west of a border that runs north

    along = dict(locator.shares(*place, Reach(200, 20, bearing_deg=0)))
    aside = dict(locator.shares(*place, Reach(200, 20, bearing_deg=90)))

    assert along == {1: 1.0}
    assert 0.3 < aside[2] < 0.4


@pytest.mark.parametrize("axes", [(0, 0), (10, 20), (math.nan, 1), (math.inf, 1)])
def test_an_impossible_accuracy_is_refused(axes: tuple[float, float]) -> None:
    with pytest.raises(Invalid, match="half axes above 0"):
        Reach(*axes)


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


def test_a_moved_border_makes_a_new_locator_and_leaves_the_old_one_alone() -> None:
    arcs = arcs_of(SQUARES)
    old = Locator.build(arcs)
    arc = next(a for a in range(len(arcs)) if {int(arcs.left[a]), int(arcs.right[a])} == {1, 2})
    a, b = arcs.line(arc)
    bulge = np.array([a, [1_142_000_000, 355_000_000], b], np.int32)

    new = old.patched(arc, bulge)

    assert (old.face(114.1, 35.5), new.face(114.1, 35.5)) == (2, 1)
    assert (old.face(114.15, 35.9), new.face(114.15, 35.9)) == (2, 2)
    assert new.version not in {old.version, new.patched(arc, arcs.line(arc)).version}


def test_patching_again_and_again_equals_building_anew() -> None:
    made = coverage(40, breaks=5)
    rng, locator = np.random.default_rng(11), Locator.build(made.arcs)
    x, y = (
        np.concatenate(both)
        for both in zip(hard_points(made.arcs, 4000), random_points(made.arcs, 4000), strict=True)
    )
    before = locator.faces(x, y)
    now = locator
    for arc in rng.integers(len(made.arcs), size=60).tolist():
        now = now.patched(arc, bent(made.arcs.line(arc), rng))
    anew = Locator.build(now.present_arcs())

    assert np.array_equal(now.faces(x, y), anew.faces(x, y))
    assert np.array_equal(locator.faces(x, y), before)
    assert (before != anew.faces(x, y)).any()
    for px, py in zip(x[:300].tolist(), y[:300].tolist(), strict=True):
        assert now.border(px / 1e7, py / 1e7).metres == pytest.approx(
            anew.border(px / 1e7, py / 1e7).metres
        )


def test_a_border_moved_beyond_the_frame_is_built_anew() -> None:
    arcs = arcs_of(SQUARES)
    locator = Locator.build(arcs)
    corner = (1_150_000_000, 350_000_000)
    arc = next(a for a in range(len(arcs)) if (arcs.line(a) == corner).all(axis=1).any())
    far = arcs.line(arc).copy()
    far[(far == corner).all(axis=1)] = 1_160_000_000, 350_000_000

    moved = locator.patched(arc, far)

    assert (locator.face(115.5, 35.4), moved.face(115.5, 35.4)) == (0, 2)
    assert np.array_equal(moved.present_arcs().line(arc), far)


def test_an_arc_that_does_not_close_is_refused_and_nothing_changes() -> None:
    arcs = arcs_of(SQUARES)
    locator = Locator.build(arcs)
    line = arcs.line(0).copy()
    line[-1] += 1

    with pytest.raises(BrokenCoverage, match="begin and end where it did"):
        locator.patched(0, line)
    assert np.array_equal(locator.line(0), arcs.line(0))


@pytest.mark.parametrize(
    "way",
    [
        [(1_142_000_000, 365_000_000)],  # across the border to the north
        [(1_145_000_000, 360_000_000)],  # onto it
        [(1_142_000_000, 357_000_000), (1_142_000_000, 353_000_000), (1_138_000_000, 357_000_000)],
        [(1_140_000_000, 356_000_000), (1_140_000_000, 354_000_000)],  # back and forth
    ],
)
def test_an_arc_that_runs_into_a_border_is_refused(way: list[tuple[int, int]]) -> None:
    arcs = arcs_of(SQUARES)
    locator = Locator.build(arcs)
    arc = next(a for a in range(len(arcs)) if {int(arcs.left[a]), int(arcs.right[a])} == {1, 2})
    a, b = arcs.line(arc)

    with pytest.raises(BrokenCoverage, match="runs into"):
        locator.patched(arc, np.array([a, *way, b], np.int32))


def test_borders_that_do_not_close_are_refused() -> None:
    arcs = arcs_of(SQUARES)
    wrong = arcs.left.copy()
    wrong[0] = 3 if arcs.left[0] != 3 else 2

    with pytest.raises(BrokenCoverage, match="do not close"):
        Locator.build(Arcs(arcs.xy, arcs.start, wrong, arcs.right))
    with pytest.raises(BrokenCoverage, match="no borders"):
        Locator.build(Arcs.of([], [], []))


def test_overlapping_areas_have_no_arcs() -> None:
    with pytest.raises(BrokenCoverage, match="overlaps"):
        arcs_of([SQUARES[0], SQUARES[0]])


def test_arcs_can_be_kept_row_by_row() -> None:
    arcs = arcs_of(SQUARES)
    rows = [arcs.line(a) for a in range(len(arcs))]

    assert Arcs.of(rows, arcs.left.tolist(), arcs.right.tolist()).version == arcs.version


def test_a_saved_locator_answers_like_the_first(tmp_path: Path) -> None:
    made = coverage(40, breaks=4)
    rng, locator = np.random.default_rng(1), Locator.build(made.arcs)
    locator = locator.patched(7, bent(locator.line(7), rng))
    x, y = hard_points(made.arcs, 3000)

    save(locator, tmp_path / "edition")
    again = load(tmp_path / "edition")

    assert again.version == locator.version
    assert np.array_equal(again.faces(x, y), locator.faces(x, y))
    assert again.patched(9, bent(again.line(9), rng)).face(113.5, 35.5) > 0
    with pytest.raises(Unavailable, match="no locator"):
        load(tmp_path / "elsewhere")


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


def test_readers_of_old_versions_are_not_disturbed_by_writers() -> None:
    made = coverage(200, breaks=4)
    locator = Locator.build(made.arcs)
    x, y = random_points(made.arcs, 20_000)
    expected = locator.faces(x, y)

    def write(seed: int) -> Locator:
        rng, now = np.random.default_rng(seed), locator
        for arc in rng.integers(len(made.arcs), size=40).tolist():
            now = now.patched(arc, bent(made.arcs.line(arc), rng))
        return now

    with ThreadPoolExecutor(4) as threads:
        written = [threads.submit(write, seed) for seed in range(2)]
        read = [threads.submit(locator.faces, x, y) for _ in range(20)]
        assert all(np.array_equal(one.result(), expected) for one in read)
        for one in written:
            now = one.result()
            assert np.array_equal(now.faces(x, y), Locator.build(now.present_arcs()).faces(x, y))


def test_a_version_loses_nothing_when_another_writer_makes_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = coverage(60, breaks=4)
    locator, rng = Locator.build(made.arcs), np.random.default_rng(3)
    x, y = random_points(made.arcs, 20_000)
    alone = Spool.append

    def beside_another(spool: Spool, rows: NDArray[np.int32]) -> int:
        first = alone(spool, rows)
        alone(spool, np.repeat(rows[:1], len(spool.rows), axis=0))  # moves to a larger array
        return first

    monkeypatch.setattr(Spool, "append", beside_another)
    for arc in (3, 30, 50):
        locator = locator.patched(arc, bent(made.arcs.line(arc), rng))

    expected = Locator.build(locator.present_arcs()).faces(x, y)
    assert np.array_equal(locator.faces(x, y), expected)


def test_the_corner_rule_holds_for_every_way_round() -> None:
    for order in itertools.permutations(range(4)):
        locator = Locator.build(arcs_of([SQUARES[k] for k in order]))
        assert order[locator.face(114, 36) - 1] == 3
        assert order[locator.face(114, 37) - 1] == 2
