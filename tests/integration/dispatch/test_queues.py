"""The dispatcher's queues: every case where somebody looks for it, and counted as it is listed."""

from collections.abc import Callable
from datetime import datetime

import pytest

from gisgrid import cases
from gisgrid.cases.service.queues import QUEUES, counts
from tests.integration.dispatch.town import Town, at

EVERYTHING = cases.Reach(everything=True)


def listed(town: Town, queue: str) -> list[str]:
    page = cases.listed(town.tx, cases.Asked(queue=queue), EVERYTHING)
    return [case.number for case in page.cases]


def queues_of(town: Town, case: cases.CaseFile) -> set[str]:
    town.tx.flush()
    return {name for name in QUEUES if case.number in listed(town, name)}


@pytest.mark.usefixtures("ground")
def test_each_case_stands_where_it_is_looked_for(
    town: Town, at_: Callable[[datetime], None]
) -> None:
    waits = town.report("quarrel")
    works = town.dispatched("signboard")
    assert queues_of(town, waits) >= {"waiting", "open"}
    assert "due" in queues_of(town, works)
    assert "waiting" not in queues_of(town, works)
    at_(at("2026-12-01 10:00"))
    assert "overdue" in queues_of(town, works)
    works.near_border = True
    assert "border" in queues_of(town, works)
    works.status = "returned"
    assert queues_of(town, works) == {"returned", "open"}


@pytest.mark.usefixtures("ground")
def test_a_queue_counts_what_it_lists(town: Town) -> None:
    town.report("quarrel")
    town.report("signboard")
    town.dispatched("signboard")
    town.tx.flush()
    counted = counts(town.tx, EVERYTHING)
    assert counted == {name: len(listed(town, name)) for name in QUEUES}
    assert counted["open"] == 3
