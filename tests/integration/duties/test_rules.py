"""Duty rules over time: saved by version, refused, tried dry; and the holes of the whole town."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import duties, grid
from gisgrid.kernel.errors import Conflict, NotFound

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
DRAFT = duties.RuleDraft("T-LITTER", "李封垃圾归环卫", "event/0110", "dept:sanitation",
                         area_code="410803001")  # fmt: skip


def litter(tx: Session) -> list[duties.Past]:
    """One past case of litter in every community."""
    entry = duties.class_by_key(tx, "event/0110")
    found = grid.book(tx)
    places = [
        grid.Located(found.edition.id, i, path, False, False, None, None)
        for i, path in found.paths.items()
        if found.refs[i].level == "community"
    ]
    return [
        duties.Past(str(place.leaf), duties.Question(entry.id, place, None, None, NOON))
        for place in places
    ]


def test_every_class_has_somebody_who_answers_in_every_community(town: Session) -> None:
    assert duties.coverage(town) == []


def test_a_class_without_a_unit_is_a_hole_in_every_community(town: Session) -> None:
    town.execute(text("UPDATE case_class SET default_lead = NULL WHERE key = 'event/0137'"))
    duties.forget(town)
    holes = [hole for hole in duties.coverage(town) if hole.class_key == "event/0137"]
    assert len(holes) == 48
    assert {hole.reason for hole in holes} == {"no_rule"}


def test_a_dry_run_names_the_cases_that_would_go_elsewhere_and_saves_nothing(
    town: Session,
) -> None:
    found = duties.dry_run(town, DRAFT, litter(town))
    below = grid.children(town, the_area(town).id)
    assert (found.tried, len(found.shifts)) == (48, len(below))
    assert {shift.label for shift in found.shifts} == {str(area.id) for area in below}
    assert town.scalar(text("SELECT count(*) FROM duty_rule WHERE code = 'T-LITTER'")) == 0


def the_area(tx: Session) -> grid.AreaRef:
    area = grid.area_by_code(tx, "410803001")
    assert area is not None
    return area


def test_saving_a_rule_twice_keeps_what_the_first_version_said(town: Session) -> None:
    duties.add_rule(town, DRAFT)
    duties.change_rule(town, replace(DRAFT, assists=("place:community",)))
    rows = town.execute(
        text(
            "SELECT version, assists, replaced_at IS NULL FROM duty_rule"
            " WHERE code = 'T-LITTER' ORDER BY version"
        )
    )
    assert [tuple(row) for row in rows] == [(1, [], False), (2, ["place:community"], True)]


def test_a_saved_rule_decides_at_once(town: Session) -> None:
    duties.add_rule(town, DRAFT)
    answers = duties.assign_many(town, [past.question for past in litter(town)])
    named = [next((r for r in a.reasons if r["code"] == "rule"), {}) for a in answers]
    assert sum(reason.get("rule") == "T-LITTER" for reason in named) == 4


def test_a_rule_switched_off_decides_nothing(town: Session) -> None:
    duties.add_rule(town, DRAFT)
    duties.change_rule(town, replace(DRAFT, active=False))
    found = duties.dry_run(town, DRAFT, litter(town))
    assert len(found.shifts) == 4


def test_a_code_that_is_taken_or_unknown_is_refused(town: Session) -> None:
    with pytest.raises(Conflict):
        duties.add_rule(town, replace(DRAFT, code="R-SNOW"))
    with pytest.raises(NotFound):
        duties.change_rule(town, DRAFT)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"lead": "dept:dissolved"}, "unknown_unit"),
        ({"class_pattern": "component/0105"}, "class_of_another_edition"),
        ({"from_time": time(8), "to_time": time(8)}, "empty_window"),
        ({"from_time": time(8)}, "half_window"),
        ({"class_pattern": "event/0192", "area_code": None}, "shadowed"),
        ({"lead": "place:basic_grid"}, "unknown_unit"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_with_its_reasons(
    town: Session, change: dict[str, object], fault: str
) -> None:
    with pytest.raises(duties.RefusedRule) as refused:
        duties.add_rule(town, replace(DRAFT, **change))  # type: ignore[arg-type]
    assert fault in str(refused.value.codes["faults"])


def test_the_demos_book_has_nothing_that_cannot_work(town: Session) -> None:
    assert duties.review(town) == []


def test_review_finds_a_rule_whose_unit_is_gone(town: Session) -> None:
    town.execute(text("UPDATE unit SET dept_types = '{}' WHERE code = 'wj'"))
    duties.forget(town)
    found = duties.review(town)
    assert ("rule", "R-EPIDEMIC-PLACES") in {(one.kind, one.code) for one in found}
    assert ("class", "epidemic/0102") in {(one.kind, one.code) for one in found}
