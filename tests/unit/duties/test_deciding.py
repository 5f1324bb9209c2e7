"""Who answers: the order of decision, one case at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from shapely import box

from gisgrid.duties.book import AssetEntry, Leader
from gisgrid.duties.deciding import decide
from gisgrid.duties.overrides import Override
from gisgrid.duties.rules import Rule, Window
from tests.unit.duties.books import MIDNIGHT, NOON, question, rule_book

HERE = box(113.16, 35.23, 113.18, 35.25)
PARK = Override(
    "O-PARK", "event", "owner", shape=HERE, asset_id=5, asset_code="park-5", owner_station=903
)


def lead(*rules: Rule, key: str = "event/0301", leaf: int = 111, at: datetime = NOON) -> int | None:
    return decide(rule_book(rules), question(key, leaf, at)).lead


def test_the_finest_area_that_has_a_rule_decides_even_for_a_broader_pattern() -> None:
    everywhere = Rule("A", "event/0301", "dept:construction", priority=99)
    here = Rule("B", "event", "dept:enforcement", area=11)
    assert lead(everywhere, here) == 901
    assert lead(everywhere, here, leaf=121) == 902


def test_in_one_area_the_class_comes_before_its_big_class_before_its_domain() -> None:
    rules = [
        Rule("A", "*", "dept:park", priority=9),
        Rule("B", "event", "dept:enforcement", priority=8),
        Rule("C", "event/03", "dept:construction"),
    ]
    assert lead(*rules) == 902
    assert lead(*rules, key="event/0401") == 901
    assert lead(*rules, key="component/0101") == 903


def test_a_window_over_midnight_speaks_at_midnight_and_not_at_noon() -> None:
    night = Rule("N", "event", "dept:enforcement", window=Window(time(22), time(6)))
    day = Rule("D", "event", "dept:construction")
    assert lead(night, day, at=MIDNIGHT) == 901
    assert lead(night, day, at=NOON) == 902


def test_a_window_begins_with_its_start_and_ends_before_its_end() -> None:
    window = Window(time(22), time(6))
    assert window.covers(time(22))
    assert not window.covers(time(6))


def test_the_hours_are_the_districts_not_utc() -> None:
    day = Rule("D", "event", "dept:construction", window=Window(time(7), time(19)))
    assert lead(day, at=datetime(2026, 11, 23, 0, 0, tzinfo=UTC)) == 902


def test_a_rule_speaks_from_its_first_day_and_no_more_on_its_last() -> None:
    dated = Rule("A", "event", "dept:park", valid_from=date(2026, 11, 23))
    rule = replace(dated, valid_to=date(2026, 11, 24))
    always = Rule("B", "event", "dept:construction", priority=-1)
    days = [NOON + timedelta(days=shift) for shift in (-1, 0, 1)]
    assert [lead(rule, always, at=day) for day in days] == [902, 903, 902]


def test_the_owners_override_comes_before_every_rule() -> None:
    rule = Rule("A", "event/0301", "dept:construction", area=111, priority=99)
    book = rule_book([rule], overrides=[PARK])
    assert decide(book, question()).lead == 903
    assert decide(book, question(lon=113.0)).lead == 902


def test_a_point_on_the_edge_of_an_override_belongs_to_it() -> None:
    book = rule_book(overrides=[PARK])
    assert decide(book, question(lon=113.18, lat=35.24)).lead == 903


def test_of_two_overrides_the_smaller_thing_answers() -> None:
    small = replace(PARK, code="O-SITE", asset_code="site-1", lead="dept:construction", size_m2=1)
    book = rule_book(overrides=[replace(PARK, size_m2=9), small])
    assert decide(book, question()).lead == 902


def test_a_named_asset_answers_by_its_own_override_wherever_the_point_lies() -> None:
    book = rule_book(overrides=[PARK], default="dept:enforcement")
    assert decide(book, question(lon=100.0, asset_id=5)).lead == 903
    assert decide(book, question(lon=100.0)).lead == 901


def test_a_rule_for_one_owners_things_comes_before_the_rule_for_everyones() -> None:
    rules = [
        Rule("A", "component/0101", "dept:enforcement", priority=9),
        Rule("B", "component/0101", "dept:construction", owner="电信公司"),
    ]
    book = rule_book(rules, assets=[AssetEntry(5, "manhole", "电信公司", None)])
    assert decide(book, question("component/0101", asset_id=5)).lead == 902
    assert decide(book, question("component/0101")).lead == 901


def test_a_relative_owner_is_the_station_of_the_place() -> None:
    rule = Rule("A", "event", "place:subdistrict", assists=("place:community",))
    found = decide(rule_book([rule]), question(leaf=122))
    assert (found.lead, found.assists) == (12, (122,))


def test_without_any_rule_the_classes_default_unit_answers() -> None:
    found = decide(rule_book(default="dept:enforcement"), question())
    assert found.lead == 901
    assert [r["code"] for r in found.reasons][-2:] == ["default", "lead"]


def test_a_lead_that_is_also_named_by_another_word_never_assists() -> None:
    rule = Rule("A", "event", "dept:enforcement", assists=("dept:sanitation", "place:community"))
    assert decide(rule_book([rule]), question()).assists == (111,)


def test_what_has_no_answer_is_unrouted_with_the_reason() -> None:
    book = rule_book(default=None)
    assert decide(book, question()).unrouted == "no_rule"
    assert decide(book, replace(question(), class_id=None)).unrouted == "no_class"
    assert decide(book, replace(question(), class_id=99)).unrouted == "unknown_class"
    assert decide(book, question(leaf=None)).unrouted == "outside"
    assert decide(book, replace(question(), located=None)).unrouted == "place_missing"


def test_a_rule_whose_unit_is_gone_is_named_and_not_skipped() -> None:
    gone = Rule("A", "event/0301", "dept:dissolved")
    found = decide(rule_book([gone], default="dept:enforcement"), question())
    assert found.lead is None
    assert found.unrouted == "owner_missing"
    assert {"code": "missing", "owner": "dept:dissolved"} in found.reasons


def test_an_appeal_without_a_place_goes_to_its_default_unit() -> None:
    asked = replace(question("appeal/0101"), located=None, lon=None, lat=None)
    assert decide(rule_book(default="dept:enforcement"), asked).lead == 901


def leader(area: int, person: int, start: int, end: int | None, **more: bool) -> Leader:
    return Leader(
        post_id=person,
        post_code=f"Z{person}",
        person_id=person,
        area=area,
        area_name=f"网格{area}",
        valid_from=datetime(start, 1, 1, tzinfo=UTC),
        valid_to=None if end is None else datetime(end, 1, 1, tzinfo=UTC),
        deputy=more.get("deputy", False),
    )


def test_the_grid_leader_is_of_the_finest_area_whose_post_is_held_at_that_time() -> None:
    book = rule_book(leaders=[leader(111, 1, 2020, 2025), leader(11, 2, 2020, None)])
    assert decide(book, question(at=datetime(2024, 5, 1, tzinfo=UTC))).leader_person_id == 1
    assert decide(book, question(at=NOON)).leader_person_id == 2


def test_a_deputy_answers_only_where_the_post_is_vacant() -> None:
    deputy = leader(111, 3, 2020, None, deputy=True)
    both = rule_book(leaders=[leader(111, 9, 2020, None), deputy])
    alone = rule_book(leaders=[leader(111, 9, 2020, 2025), deputy])
    assert decide(both, question()).leader_person_id == 9
    assert decide(alone, question()).leader_person_id == 3
