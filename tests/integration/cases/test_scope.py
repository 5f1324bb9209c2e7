"""One condition decides which cases are seen: it is held against the words of its contract."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import cases, identity
from gisgrid.cases.pages import case_page
from gisgrid.cases.service.sight import Reach
from gisgrid.cases.service.telling import whole
from gisgrid.identity import Actor
from tests.integration.cases.conftest import Desk

IN_SCOPE = text("""
    SELECT case_in_scope(CAST(:path AS bigint[]), CAST(:stations AS bigint[]), :class_id,
                         :everything, CAST(:roots AS bigint[]), CAST(:mine AS bigint[]),
                         CAST(:classes AS bigint[]), CAST(:limits AS jsonb))
""")
few = st.lists(st.integers(1, 6), max_size=4)
one = st.integers(1, 6)
LIMITS = st.builds(lambda c, r, s: {"classes": c, "root": r, "station": s}, few, one, one)
LAMP = "component/0137"


@dataclass(frozen=True)
class Seen:
    path: list[int] = field(default_factory=list)
    stations: list[int] = field(default_factory=list)
    class_id: int | None = None


SEEN = st.builds(Seen, few, few, st.one_of(st.none(), one))
REACHES = st.builds(
    Reach,
    everything=st.sampled_from([False, False, True]),
    roots=few.map(tuple),
    mine=few.map(tuple),
    classes=few.map(tuple),
    limits=st.lists(LIMITS, max_size=2).map(tuple),
)


def covers(limit: Any, seen: Seen) -> bool:
    placed = limit["root"] in seen.path or limit["station"] in seen.stations
    return placed and seen.class_id in limit["classes"]


def may_see(who: Reach, seen: Seen) -> bool:
    return (
        who.everything
        or bool(set(who.roots) & set(seen.path))
        or bool(set(who.mine) & set(seen.stations))
        or seen.class_id in who.classes
        or any(covers(limit, seen) for limit in who.limits)
    )


def test_the_condition_in_sql_is_the_one_in_words(tx: Session) -> None:
    @given(REACHES, SEEN)
    def agrees(who: Reach, seen: Seen) -> None:
        told = who.told()
        limits = None if told["limits"] is None else json.dumps(told["limits"])
        found = tx.scalar(IN_SCOPE, vars(seen) | told | {"limits": limits})
        assert bool(found) == may_see(who, seen)

    agrees()


def somebody(desk: Desk, role: str, area: str | None = None, classes: str | None = None) -> Actor:
    station = identity.district_station(desk.tx)
    assert station is not None
    post = identity.Post(1, "T1", role, "", None, station.id, station.code, area, classes, (), None)
    return Actor(1, "somebody", (post,))


def test_a_class_limits_a_post_as_an_area_does(desk: Desk) -> None:
    lamp = cases.case(desk.tx, desk.report().number)
    area = str(desk.tx.scalar(text("SELECT code FROM area WHERE id = :id"), {"id": lamp.area_id}))
    seen = {
        (where, what): cases.visible(desk.tx, lamp, somebody(desk, "checker", where, what))
        for where in (area, "410803999")
        for what in (None, "component", LAMP, "event")
    }
    assert {key for key, is_seen in seen.items() if is_seen} == {
        (area, None),
        (area, "component"),
        (area, LAMP),
    }


def test_a_list_and_a_single_case_are_cut_alike(desk: Desk) -> None:
    lamp = cases.case(desk.tx, desk.report().number)
    for what in ("component", "event"):
        actor = somebody(desk, "leader", classes=what)
        page = cases.listed(desk.tx, cases.Asked(), cases.reach(desk.tx, actor))
        assert (lamp in page.cases) == cases.visible(desk.tx, lamp, actor) == (what == "component")


def test_a_leader_sees_what_the_units_under_him_have(desk: Desk) -> None:
    lamp = cases.case(desk.tx, desk.report().number)
    unit = identity.stations(desk.tx, [lamp.lead_station_id or 0])[lamp.lead_station_id or 0]
    post = identity.Post(
        1, "T1", "leader", "", None, 1, "", None, "epidemic", (unit.unit_code or "",), None
    )
    assert cases.visible(desk.tx, lamp, Actor(1, "leader", (post,)))


def test_nobody_merges_into_a_case_they_may_not_see(desk: Desk) -> None:
    mine, other = desk.report(), desk.report(class_key="event/0301")
    actor = somebody(desk, "dispatcher", classes="component")
    with pytest.raises(cases.NoSuchCase):
        cases.merge(desk.tx, cases.lock(desk.tx, mine.number), other.number, actor=actor)


def test_a_history_names_no_other_case_that_the_reader_may_not_see(desk: Desk) -> None:
    mine, other = desk.report(), desk.report(class_key="event/0301")
    cases.merge(
        desk.tx, cases.lock(desk.tx, other.number), mine.number, actor=desk.who("dispatcher")
    )
    found = cases.case(desk.tx, mine.number)
    narrow = somebody(desk, "dispatcher", classes="component")

    for actor, named in ((desk.who("dispatcher"), True), (narrow, False)):
        page = case_page(whole(desk.tx, found, actor), [], "zh")
        note = page["steps"][-1]
        assert (other.number in str(page)) is named
        assert ("from" in note.codes) is named


def test_a_merged_case_names_no_target_that_the_reader_may_not_see(desk: Desk) -> None:
    mine, other = desk.report(), desk.report(class_key="event/0301")
    found = cases.lock(desk.tx, mine.number)
    cases.merge(desk.tx, found, other.number, actor=desk.who("dispatcher"))
    narrow = somebody(desk, "dispatcher", classes="component")

    assert other.number in str(case_page(whole(desk.tx, found, desk.who("dispatcher")), [], "zh"))
    page = case_page(whole(desk.tx, found, narrow), [], "zh")
    assert other.number not in str(page)
    assert str(cases.case(desk.tx, other.number).id) not in str(page)
