import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.grid.locator import Locator
from gisgrid.grid.nearest_one import NearestOne
from gisgrid.grid.rules.plan import plan
from tests.unit.grid_slice.town import LEVELS, corner, town


def locator() -> Locator:
    arcs = plan(town(), LEVELS).arcs
    assert arcs is not None
    return Locator.build(arcs)


LOCATOR = locator()
ONE = NearestOne(LOCATOR)


@given(st.floats(-1, 5), st.floats(-1, 3))
def test_one_point_gets_the_border_that_the_arrays_find(column: float, row: float) -> None:
    place = corner(column, row)
    one, many = ONE.border(*place), LOCATOR.border(*place)
    assert one.metres == pytest.approx(many.metres, rel=1e-3, abs=1e-6)
    assert one.face == many.face


def test_points_hugging_a_border_name_the_same_other_side() -> None:
    dice = np.random.default_rng(3)
    for _ in range(300):
        column, row = dice.random() * 4, dice.choice([0.0, 1.0, 2.0])
        place = corner(column, row + dice.normal() * 0.01)
        one, many = ONE.border(*place), LOCATOR.border(*place)
        assert (one.face, one.other) == (many.face, many.other)
        assert one.metres == pytest.approx(many.metres, rel=1e-9, abs=1e-9)
