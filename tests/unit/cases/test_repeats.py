"""What a machine says again: decided by thing, radius, age and how sure it is."""

import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gisgrid.cases import NewReport, Reporter, Source
from gisgrid.cases.rules.repeats import (
    DEGREE_M,
    OpenThings,
    Seen,
    Sighting,
    Thing,
    boxes,
    can_repeat,
    metres,
)

HEAP: Thing = ("camera", 7, 11)
OTHER: Thing = ("camera", 8, 11)
FOUND = NewReport(source=Source.CAMERA, class_id=11, x=113.1, y=35.2)
lons = st.floats(112.9, 113.3)
lats = st.one_of(st.floats(-80, 80), st.floats(35.1, 35.3))
radii = st.sampled_from((30.0, 60.0, 500.0))


def seen(case_id: int, lon: float = 113.1, lat: float = 35.2, *, sure: bool = True) -> Seen:
    return Seen(lon, lat, sure, case_id)


def sighting(lon: float = 113.1, lat: float = 35.2, *, sure: bool = True) -> Sighting:
    return Sighting(HEAP, lon, lat, 60.0, sure)


def answer(what: Sighting, *known: Seen, thing: Thing = HEAP) -> Seen | None:
    found = OpenThings([what])
    for one in known:
        found.add(thing, what.radius_m, one)
    return found.repeated(what)


def test_the_oldest_case_within_the_radius_counts_it_though_another_is_nearer() -> None:
    far, near = seen(1, 113.1005), seen(2)
    assert answer(sighting(), far, near) is far
    assert answer(sighting(), near, far) is near


def test_another_things_case_or_one_beyond_the_radius_counts_nothing() -> None:
    assert answer(sighting(), seen(1), thing=OTHER) is None
    assert answer(sighting(), seen(1, 113.1008)) is None


def test_what_is_sure_is_not_hidden_behind_a_case_that_waits_for_a_person() -> None:
    waiting, filed = seen(1, sure=False), seen(2)
    assert answer(sighting(), waiting) is None
    assert answer(sighting(), waiting, filed) is filed
    assert answer(sighting(sure=False), waiting) is waiting


def test_only_a_machine_without_a_ticket_or_a_person_repeats() -> None:
    assert can_repeat(FOUND)
    for other in (
        replace(FOUND, source=Source.CITIZEN),
        replace(FOUND, x=None, y=None),
        replace(FOUND, class_id=None),
        replace(FOUND, external_platform="p", external_number="1"),
        replace(FOUND, reporter=Reporter("王某")),
    ):
        assert not can_repeat(other)


@given(lons, lats, radii, st.floats(0, 2 * math.pi), st.floats(0, 1.5))
def test_cells_and_boxes_hold_all_within_the_radius_at_any_latitude(
    lon: float, lat: float, radius_m: float, turn: float, share: float
) -> None:
    up = math.sin(turn) * share * radius_m / DEGREE_M
    along = math.cos(turn) * share * radius_m / DEGREE_M / math.cos(math.radians(lat))
    one = Seen(lon + along, lat + up, sure=True, case_id=1)
    what = Sighting(HEAP, lon, lat, radius_m, sure=True)
    is_near = metres(one.lon, one.lat, lon, lat) <= radius_m
    assert (answer(what, one) is one) == is_near
    neighbour = Sighting(HEAP, lon + 1e-7, lat, radius_m, sure=True)
    asked = boxes([neighbour, what])
    inside = [b.west <= one.lon <= b.east and b.south <= one.lat <= b.north for b in asked]
    assert not is_near or any(inside)
    assert {b.class_id for b in asked} == {HEAP[2]}
