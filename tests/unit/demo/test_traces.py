"""The traces of planted effects are shares of stored cases, compared with other times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from gisgrid.demo.effects import Effect
from gisgrid.demo.figures import figures
from gisgrid.demo.seen import Seen, Share
from gisgrid.demo.traces import traces

START = datetime(2026, 1, 1, tzinfo=UTC)
DUMPED = Seen(
    at=START,
    source="officer",
    origin="before_complaint",
    domain="event",
    name="积存垃圾渣土",
    codes=("410803", "410803008"),
    lon=113.16,
    lat=35.23,
    late=False,
    took=frozenset({"report", "dispatch", "feedback"}),
)
FAR = replace(DUMPED, lon=113.10)
JANUARY, FEBRUARY = START, START + timedelta(days=31)


def an_effect(what: str, **more: Any) -> Effect:
    return Effect("x", what, start=date(2026, 2, 1), end=date(2026, 3, 1), **more)


def of(case: Seen, at: datetime, count: int) -> list[Seen]:
    return [replace(case, at=at)] * count


def found(cases: Sequence[Seen], effect: Effect) -> tuple[Share, Share]:
    (one,) = traces(cases, [effect])
    return one.inside, one.elsewhere


def test_a_hotspot_is_a_larger_part_of_its_classes_in_its_time() -> None:
    before = [*of(DUMPED, JANUARY, 1), *of(FAR, JANUARY, 9)]
    during = [*of(DUMPED, FEBRUARY, 6), *of(FAR, FEBRUARY, 6)]
    hotspot = an_effect("more", words="垃圾", near=(113.16, 35.23), radius_m=300)
    assert found([*before, *during], hotspot) == (Share(6, 12), Share(1, 10))


def test_lateness_and_returns_are_counted_of_what_could_be_late_or_returned() -> None:
    late = replace(DUMPED, late=True, took=DUMPED.took | {"return"})
    undone = replace(DUMPED, late=None, took=frozenset({"report"}))
    cases = [*of(DUMPED, JANUARY, 4), *of(undone, JANUARY, 3), *of(late, FEBRUARY, 2)]
    assert found(cases, an_effect("slow", area_code="410803008")) == (Share(2, 2), Share(0, 4))
    assert found(cases, an_effect("returns", words="垃圾")) == (Share(2, 2), Share(0, 4))


def test_a_wave_is_compared_with_its_share_of_the_days() -> None:
    ill = replace(DUMPED, domain="epidemic")
    cases = [*of(ill, JANUARY, 1), *of(ill, FEBRUARY, 3)]
    inside, days = found(cases, an_effect("wave", stream="epidemic"))
    assert (inside, days) == (Share(3, 4), Share(1, 32))
    (one,) = traces(cases, [an_effect("wave", stream="epidemic")])
    assert one.times > 10


def test_every_figure_says_of_how_many() -> None:
    late = replace(DUMPED, late=True)
    settled = replace(DUMPED, origin="self_handled", late=None, took=frozenset({"solve_on_spot"}))
    known = figures([DUMPED, late, settled])
    assert known["on time"] == Share(1, 2)
    assert known["self-handled"] == Share(1, 3)
    assert known["patrols and units"] == Share(2, 3)
    assert known["on the spot"] == Share(0, 2)
    assert known["on time"].words == "50.0% (1 of 2)"
