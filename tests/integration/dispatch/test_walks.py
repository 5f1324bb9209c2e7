"""Random walks through the workflow: whatever people do, orders, clocks and case agree."""

import random
from datetime import timedelta
from typing import Any

import pytest

from gisgrid import cases, dispatch
from gisgrid.cases import CaseFile
from gisgrid.dispatch.queries import orders as rows
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Problem
from tests.integration.dispatch.town import MONDAY, Hold, Town

WORKED = {"dispatched", "handling", "rework", "feedback", "on_the_books"}
STANDING = {"on_the_books": "on_the_books", "consulting": "consultation"}
FREE = {"received", "verifying", "filed", "returned", "checked", "closed", "archived", "merged"}


def wishes(town: Town, dice: random.Random) -> list[tuple[str, dict[str, Any]]]:
    """Return every action with codes that could be right."""
    stations = list(town.stations.values())
    lead, assist, third = dice.sample(stations, 3)
    soon = (clock.now() + timedelta(hours=dice.randint(1, 60))).isoformat()
    tasks = [{"station": one, "what": "办理", "due": soon} for one in (lead, assist)]
    two = {"lead": lead, "assists": [assist]}
    return [
        ("file", {"condition_id": town.conditions["quarrel"]}),
        ("dispatch", two),
        ("sign_in", {}),
        ("sign_in", {}),
        ("assign_onward", {"to": {"contractor": "宏远"}}),
        ("refer_upward", {}),
        ("return", {}),
        ("redispatch", {"lead": lead}),
        ("arbitrate", two),
        ("consult", {"parties": [lead, assist, third], "due": soon}),
        ("say", {"wanted": "assist"}),
        ("decide", {**two, "tasks": tasks}),
        ("ask_extension", {"amount": dice.randint(1, 5)}),
        ("grant_extension", {}),
        ("refuse_extension", {}),
        ("shelve", {"until": soon}),
        ("resume", {}),
        ("supervise", {}),
        ("feedback", {}),
        ("feedback", {}),
        ("check_pass", {}),
        ("check_fail", {}),
        ("close", {}),
        ("reopen", {}),
    ]


def possible(case: CaseFile) -> set[str]:
    """Return what the workflow knows in the case's status; the rest is refused elsewhere."""
    return {str(move.action) for move in cases.NEXT if case.status in move.sources}


def walk(town: Town, at_: Hold, seed: int, steps: int) -> tuple[CaseFile, int]:
    dice = random.Random(seed)
    case = town.dispatched(dice.choice(["signboard", "manhole", "quarrel"]))
    taken = 0
    for _ in range(steps):
        at_(clock.now() + timedelta(minutes=dice.randint(0, 300)))
        before = case.last_seq
        found = [one for one in wishes(town, dice) if one[0] in possible(case)]
        for action, codes in dice.sample(found, len(found)):
            if tried(town, dice, case, action, codes):
                break
        taken += case.last_seq > before
        dispatch.sweep_deadlines(town.tx, clock.now())
        check(town, case)
    return case, taken


def tried(
    town: Town, dice: random.Random, case: CaseFile, action: str, codes: dict[str, Any]
) -> bool:
    """Take an action as anybody who may; what is refused leaves no trace."""
    for who in dice.sample(people := list(town.people), len(people)):
        version = case.version
        try:
            with town.tx.begin_nested():
                town.act(case, who, action, "说明", **codes)
        except Problem:
            town.tx.refresh(case)
            assert case.version == version
            continue
        dispatch.open_order(town.tx, case.id)
        return True
    return False


def check(town: Town, case: CaseFile) -> None:
    under_way = rows.under_way(town.tx, case.id)
    leads = [order for order in under_way if order.party == "lead"]
    if case.status in WORKED:
        assert [one.station_id for one in leads] == [case.lead_station_id]
        assert case.solve_due == leads[0].solve_due
        assert (leads[0].fed_back_at is not None) == (case.status == "feedback")
    if case.status in FREE:
        assert under_way == []
    standing = {p.reason for p in rows.pauses(town.tx, case.id) if p.ends is None}
    assert standing == {STANDING[case.status]} if case.status in STANDING else not standing
    for order in under_way:
        if order.status in rows.OPEN and case.status not in STANDING:
            assert order.solve_due is not None
            assert order.respond_due is not None


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_do_orders_and_clocks_agree_with_the_case(
    town: Town, at_: Hold, seed: int
) -> None:
    case, taken = walk(town, at_, seed, 14)
    assert taken >= 9
    assert cases.verify_chain(town.tx, case.id).fault is None


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 112))
def test_long_walks_agree_too(town: Town, at_: Hold, seed: int) -> None:
    at_(MONDAY)
    case, _ = walk(town, at_, seed, 40)
    assert cases.verify_chain(town.tx, case.id).fault is None
