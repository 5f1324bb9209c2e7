import math

import numpy as np
import pytest
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.kernel.datum import BadCoordinates
from tests.integration.grid.conftest import BEGIN
from tests.unit.grid_slice.town import STEP, area, cell, corner

METRES_PER_STEP_NORTH = 1109.5


def at(tx: Session, column: float, row: float, **how: float) -> grid.Located:
    return grid.locate(tx, *corner(column, row), **how)  # type: ignore[arg-type]


def codes(tx: Session, ids: tuple[int, ...]) -> list[str]:
    refs = grid.area_refs(tx, ids)
    return [refs[one].code for one in ids]


def leaf(tx: Session, found: grid.Located) -> str:
    return codes(tx, found.path)[-1]


def test_a_point_has_one_leaf_and_its_ancestors(tx: Session, small_town: grid.EditionRef) -> None:
    inside = at(tx, 0.5, 0.5)
    assert codes(tx, inside.path) == ["D", "W", "A", "A1"]
    assert inside.leaf == inside.path[-1]
    assert (inside.on_border, inside.near) == (False, False)
    assert inside.edition_id == small_town.id


def test_a_leaf_may_be_of_a_coarser_level(tx: Session, small_town: grid.EditionRef) -> None:
    assert codes(tx, at(tx, 3, 1).path) == ["D", "E", "C"]


def test_a_border_belongs_to_its_east_and_its_north_and_says_so(
    tx: Session, small_town: grid.EditionRef
) -> None:
    upright, level, cross = at(tx, 1, 0.5), at(tx, 0.5, 1), at(tx, 1, 1)
    assert [leaf(tx, one) for one in (upright, level, cross)] == ["A2", "B1", "B2"]
    assert all(
        one.on_border and one.border_m == pytest.approx(0, abs=0.02)
        for one in (upright, level, cross)
    )


def test_the_other_side_of_the_nearest_border_is_named_with_its_distance(
    tx: Session, small_town: grid.EditionRef
) -> None:
    found = at(tx, 0.5, 0.99)
    assert leaf(tx, found) == "A1"
    assert found.border_m == pytest.approx(0.01 * METRES_PER_STEP_NORTH, rel=0.01)
    assert found.other is not None
    assert codes(tx, (found.other,)) == ["B1"]


def test_just_outside_is_taken_by_the_nearest_and_flagged(
    tx: Session, small_town: grid.EditionRef
) -> None:
    just, far = at(tx, 0.5, -0.02), at(tx, 0.5, -0.2)
    assert (leaf(tx, just), just.near, just.other) == ("A1", True, None)
    assert just.border_m == pytest.approx(0.02 * METRES_PER_STEP_NORTH, rel=0.01)
    assert (far.leaf, far.path, far.near) == (None, (), False)


def test_an_uncertain_place_is_shared_between_the_areas_it_touches(
    tx: Session, small_town: grid.EditionRef
) -> None:
    shares = dict(at(tx, 1, 0.5, accuracy_m=100).shares)
    assert sorted(codes(tx, tuple(i for i in shares if i))) == ["A1", "A2"]
    assert sum(shares.values()) == pytest.approx(1)
    assert list(shares.values()) == pytest.approx([0.5, 0.5], abs=0.01)
    outside = dict(at(tx, 0.5, 0, accuracy_m=100).shares)
    assert outside[None] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("place", [(math.nan, 35.0), (35.2, 113.1), (1e9, 0.0), (0.0, math.inf)])
def test_what_is_no_place_is_refused_in_words(
    tx: Session, small_town: grid.EditionRef, place: tuple[float, float]
) -> None:
    with pytest.raises(BadCoordinates):
        grid.locate(tx, *place)


def test_many_points_get_the_answers_of_one(tx: Session, small_town: grid.EditionRef) -> None:
    dice = np.random.default_rng(7)
    lons = corner(-0.1, 0)[0] + dice.random(500) * 4.2 * STEP
    lats = corner(0, -0.1)[1] + dice.random(500) * 2.2 * STEP
    many = grid.locate_many(tx, lons, lats)
    one = [grid.locate(tx, lon, lat) for lon, lat in zip(lons.tolist(), lats.tolist(), strict=True)]
    assert many.leaf.tolist() == [found.leaf or 0 for found in one]
    assert many.near.tolist() == [found.near for found in one]
    assert {found.near for found in one} == {True, False}


@pytest.mark.parametrize("depth", [2, 5])
def test_a_deployment_may_have_other_levels(tx: Session, depth: int) -> None:
    levels = [grid.GivenLevel(f"level{n}", n, f"第{n}级") for n in range(depth)]
    chain = [
        area(level.code, f"L{level.rank}", cell(0, 0, 4, 2 + level.rank * 0), f"L{level.rank - 1}")
        for level in levels[:-1]
    ]
    last = levels[-1].code
    halves = [
        area(last, "WEST", cell(0, 0, 2, 2), chain[-1].code),
        area(last, "EAST", cell(2, 0, 2, 2), chain[-1].code),
    ]
    nested = [chain[0], *chain[1:], *halves]
    grid.import_coverage(tx, nested, levels, grid.ImportOptions(edition="one", repair=True))
    grid.publish(tx, "one", BEGIN)
    assert codes(tx, at(tx, 3, 1).path) == [*(one.code for one in chain), "EAST"]


def test_names_and_tree_can_be_asked(tx: Session, small_town: grid.EditionRef) -> None:
    community = grid.area_by_code(tx, "A")
    assert community is not None
    assert community.name == "名A"
    assert [ref.code for ref in grid.children(tx, community.id)] == ["A1", "A2"]
    assert codes(tx, grid.path_of(tx, community.id)) == ["D", "W", "A"]
    assert grid.area_by_code(tx, "no such code") is None
