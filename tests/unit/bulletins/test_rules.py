"""Whom a bulletin reaches."""

import pytest

from gisgrid.bulletins.rules import covers, is_for, touches


@pytest.mark.parametrize(
    ("area", "path", "expected"),
    [(1, (1, 2, 3), True), (3, (1, 2, 3), True), (4, (1, 2, 3), False), (1, (), False)],
)
def test_a_place_is_told_what_is_said_to_any_area_around_it(
    area: int, path: tuple[int, ...], expected: bool
) -> None:
    assert covers(area, path) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((1, 2), (1, 2, 3), True),
        ((1, 2, 3), (1, 2), True),
        ((1, 2), (1, 4), False),
        ((1,), (1, 4), True),
        ((), (1,), False),
    ],
)
def test_two_subtrees_share_a_place_when_one_lies_in_the_other(
    one: tuple[int, ...], other: tuple[int, ...], expected: bool
) -> None:
    assert touches(one, other) is expected
    assert touches(other, one) is expected


def test_no_roles_at_all_are_all_of_them() -> None:
    assert is_for((), "handler")
    assert is_for(("handler",), "handler")
    assert not is_for(("checker",), "handler")
