"""Metres to the border and shares of a disc or an ellipse, held against searches and samples."""

import math

import numpy as np
import pytest
import shapely

from gisgrid.grid.coverage import arcs_of
from gisgrid.grid.locator import Locator, Reach
from gisgrid.kernel.errors import Invalid
from tests.benchmarks.coverages import coverage
from tests.unit.grid.hard_points import random_points
from tests.unit.grid.small_coverages import SQUARES


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


def test_a_point_at_the_pole_is_not_searched_cell_by_cell_and_widens_no_ones_search() -> None:
    west, east = (shapely.box(x, 35.2, x + 0.01, 35.21) for x in (113.1, 113.11))
    locator = Locator.build(arcs_of([west, east]))
    x = np.array([1_131_000_100, 1_131_099_000, 1_131_150_003, 0], np.int32)
    y = np.array([352_050_000, 352_050_000, 352_100_300, 900_000_000], np.int32)
    within = locator.borders(x, y, within_m=50)
    every = [locator.border(px / 1e7, py / 1e7) for px, py in zip(x, y, strict=True)]
    assert within.metres[:3].tolist() == pytest.approx([one.metres for one in every[:3]])
    assert within.other[:3].tolist() == [one.other for one in every[:3]]
    assert every[3].metres > 1_000_000
    assert (math.isinf(within.metres[3]), within.other[3]) == (True, -1)


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
