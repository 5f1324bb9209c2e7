"""A photo is named and opened by what we signed, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.files.rules.boxes import Box, check
from gisgrid.files.rules.links import (
    LinkEnded,
    Sight,
    UnknownReference,
    name_of,
    opened,
    photo_of,
    reference,
    sign,
)
from gisgrid.files.rules.places import metres_apart
from gisgrid.kernel.errors import Invalid

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SIGHT = Sight(7, NOW + timedelta(hours=1), person_id=3, original=True)
ids = st.integers(1, 10**17)


@given(ids)
def test_a_signed_reference_names_its_photo(photo_id: int) -> None:
    assert photo_of(reference(name_of(photo_id), "secret"), "secret") == photo_id


@pytest.mark.parametrize(
    "given",
    [
        "photo:7",
        "photo:",
        "photo:7.",
        "photo:07.x",
        "photo:-7.x",
        "photo:七",
        f"photo:٧.{'x' * 22}",
    ],
)
def test_nobody_names_a_photo_without_our_signature(given: str) -> None:
    with pytest.raises(UnknownReference):
        photo_of(given, "secret")


@given(ids, ids)
def test_the_signature_of_one_photo_names_no_other(one: int, other: int) -> None:
    seal = reference(name_of(one), "secret").partition(".")[2]
    if one == other:
        return
    with pytest.raises(UnknownReference):
        photo_of(f"photo:{other}.{seal}", "secret")


def test_a_link_opens_what_it_was_signed_for() -> None:
    assert opened(7, sign(SIGHT, "secret"), "secret", NOW) == SIGHT


@given(st.integers(0, 38), st.sampled_from("ABCxyz019-_"))
def test_a_changed_link_opens_nothing(place: int, letter: str) -> None:
    key = sign(SIGHT, "secret")
    if key[place] == letter:
        return
    with pytest.raises(LinkEnded):
        opened(7, key[:place] + letter + key[place + 1 :], "secret", NOW)


@pytest.mark.parametrize(
    ("photo_id", "secret", "now"),
    [(8, "secret", NOW), (7, "other", NOW), (7, "secret", NOW + timedelta(hours=1, seconds=1))],
    ids=["of another photo", "of another house", "too late"],
)
def test_a_link_opens_nothing_else(photo_id: int, secret: str, now: datetime) -> None:
    with pytest.raises(LinkEnded):
        opened(photo_id, sign(SIGHT, "secret"), secret, now)


@given(st.text(max_size=60))
def test_what_is_no_key_opens_nothing(key: str) -> None:
    with pytest.raises(LinkEnded):
        opened(7, key, "secret", NOW)


@pytest.mark.parametrize(
    "box", [Box(-1, 0, 5, 5), Box(0, 0, 0, 5), Box(6, 0, 5, 5), Box(0, 9, 1, 2)]
)
def test_a_box_lies_inside_the_photo(box: Box) -> None:
    check([Box(0, 0, 10, 10)], 10, 10)
    with pytest.raises(Invalid, match="10×10"):
        check([box], 10, 10)


def test_a_degree_of_latitude_is_111_km() -> None:
    assert metres_apart((113.17, 35.0), (113.17, 36.0)) == 111_195
    assert metres_apart((113.17, 35.0), (113.171, 35.0)) == pytest.approx(91, abs=1)
