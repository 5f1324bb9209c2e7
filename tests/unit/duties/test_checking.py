"""Rules that cannot work are refused, each with its reason."""

from dataclasses import replace
from datetime import date, time

import pytest

from gisgrid.duties.checking import faults
from gisgrid.duties.rules import Rule, Window
from tests.unit.duties.books import PATHS, entry, rule_book

TODAY = date(2026, 11, 23)
GOOD = Rule("R", "event/0301", "dept:construction", assists=("place:community",))
OLD = entry(50, "component/9999", active=False)


def codes(rule: Rule, *others: Rule) -> list[str]:
    book = rule_book(others, extra=[OLD])
    under = [path for path in PATHS if rule.area is None or rule.area in path]
    return [fault.code for fault in faults(book, rule, under, TODAY)]


def test_a_rule_that_can_work_has_no_fault() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"pattern": "event/0999"}, "unknown_class"),
        ({"pattern": "component/9999"}, "class_of_another_edition"),
        ({"window": Window(time(8), time(8))}, "empty_window"),
        ({"valid_from": TODAY, "valid_to": TODAY}, "empty_validity"),
        ({"lead": "dept:dissolved"}, "unknown_unit"),
        ({"lead": "station:S-404"}, "unknown_unit"),
        ({"lead": "place:province"}, "unknown_unit"),
        ({"lead": "城管局"}, "unreadable_owner"),
        ({"lead": "dept:"}, "unreadable_owner"),
        ({"lead": "owner"}, "owner_in_rule"),
        ({"assists": ("dept:construction",)}, "named_twice"),
        ({"assists": ("dept:dissolved",)}, "unknown_unit"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_with_its_reason(
    change: dict[str, object], fault: str
) -> None:
    assert fault in codes(replace(GOOD, **change))  # type: ignore[arg-type]


def test_a_place_without_a_station_of_that_level_is_a_fault() -> None:
    paths = [*PATHS, (1, 13)]
    rule = replace(GOOD, lead="place:community", assists=())
    found = faults(rule_book(), rule, paths, TODAY)
    assert [fault.code for fault in found] == ["no_station_there"]
    assert "1 of 5" in found[0].text


def test_a_rule_below_another_of_the_same_kind_never_speaks() -> None:
    over = replace(GOOD, code="A", priority=5)
    assert codes(GOOD, over) == ["shadowed"]
    assert codes(replace(GOOD, priority=6), over) == []


def test_two_windows_that_fill_the_day_shadow_the_rule_for_the_whole_day() -> None:
    day = replace(GOOD, code="A", window=Window(time(6), time(22)))
    night = replace(GOOD, code="B", window=Window(time(22), time(6)))
    assert codes(GOOD, day, night) == ["shadowed"]
    assert codes(GOOD, day) == []


def test_a_big_class_is_shadowed_when_each_of_its_classes_has_its_own_rule() -> None:
    broad = replace(GOOD, pattern="event/03")
    own = [replace(GOOD, code=key, pattern=key) for key in ("event/0301", "event/0302")]
    assert codes(broad, *own) == ["shadowed"]
    assert codes(broad, own[0]) == []


def test_an_area_is_shadowed_when_every_leaf_below_it_has_its_own_rule() -> None:
    upper = replace(GOOD, area=11)
    lower = [replace(GOOD, code=f"L{leaf}", area=leaf) for leaf in (111, 112)]
    assert codes(upper, *lower) == ["shadowed"]
    assert codes(upper, lower[0]) == []


def test_changing_a_rule_is_not_shadowed_by_its_own_older_version() -> None:
    assert codes(GOOD, replace(GOOD, priority=5)) == []
