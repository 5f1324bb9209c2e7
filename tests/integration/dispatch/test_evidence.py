"""A line on the map as evidence: drawn with a return, kept in the chain, seen with the case."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from gisgrid import identity
from gisgrid.cases import CaseFile
from gisgrid.cases.service.verifying import verdict_of, verify_chain
from gisgrid.cases.tables import Step
from gisgrid.kernel import datum as datums
from tests.integration.dispatch.town import Town, install_nothing

ROAD = [[113.175, 35.235], [113.1762, 35.2351], [113.178, 35.2349]]


@pytest.fixture
def case(town: Town) -> CaseFile:
    """A case that the housing office has an order of."""
    found = town.report()
    town.act(found, "dispatcher", "dispatch", lead=town.stations["housing"])
    return found


def returned(
    town: Town, client: TestClient, case: CaseFile, coordinates: object, **more: object
) -> Any:
    """Hand a case back over HTTP with a line."""
    line = {"type": "LineString", "coordinates": coordinates}
    said = {"action": "return", "note": "属公路局", "codes": {"line": line, **more}}
    return signed(town, client, "unit_dispatcher").post(
        f"/api/cases/{case.number}/steps", json=said
    )


def signed(town: Town, client: TestClient, who: str) -> TestClient:
    install_nothing()
    client.cookies.set("gisgrid", identity.start_session(town.tx, town.people[who]))
    town.tx.commit()
    return client


def shown(town: Town, client: TestClient, case: CaseFile, who: str) -> Any:
    page = signed(town, client, who).get(f"/api/cases/{case.number}").json()
    return page["steps"][-1]["codes"]["line"]


def test_the_line_stands_in_the_chain_and_with_the_case(
    town: Town, client: TestClient, case: CaseFile
) -> None:
    assert returned(town, client, case, ROAD).status_code == 201
    line = {"type": "LineString", "coordinates": ROAD}
    assert shown(town, client, case, "dispatcher") == line
    assert shown(town, client, case, "supervisor") == line
    assert verify_chain(town.tx, case.number).fault is None
    taken = select(Step).where(Step.case_id == case.id).order_by(Step.seq)
    *before, step = town.tx.scalars(taken)
    step.codes = {**step.codes, "line": {**line, "coordinates": ROAD[:2]}}
    with town.tx.no_autoflush:
        fault = verdict_of(case, [*before, step]).fault
    town.tx.expire(step)
    assert fault is not None
    assert fault.kind == "edited"


def test_a_line_in_another_datum_is_kept_in_wgs_84(
    town: Town, client: TestClient, case: CaseFile
) -> None:
    there = [list(datums.from_wgs84(one[0], one[1], datums.Datum.GCJ02)) for one in ROAD]
    assert returned(town, client, case, there, datum="gcj02").status_code == 201
    kept = shown(town, client, case, "dispatcher")["coordinates"]
    flat = [one for pair in ROAD for one in pair]
    assert [one for pair in kept for one in pair] == pytest.approx(flat, abs=1e-6)


@pytest.mark.parametrize(
    "wrong",
    [
        "a road",
        [],
        [[113.175, 35.235]],
        [[113.175, 35.235], [113.175, 35.235]],
        [[113.175, 35.235], [113.176, "35.235"]],
        [[113.175, 35.235], [113.176, 35.235, 80.0]],
        [[113.175, 35.235], [113.176, True]],
        [[113.175, 35.235], [10**400, 35.235]],
        [[35.235, 113.175], [35.235, 113.176]],
        [[113 + i / 1000, 35.2] for i in range(201)],
    ],
    ids=["text", "empty", "one", "same", "words", "height", "bool", "endless", "swapped", "long"],
)
def test_what_is_no_line_is_refused_and_nothing_is_written(
    town: Town, client: TestClient, case: CaseFile, wrong: object
) -> None:
    answer = returned(town, client, case, wrong)
    assert answer.status_code == 422, answer.text
    assert case.status == "dispatched"


def test_a_line_with_anything_beside_it_is_refused(
    town: Town, client: TestClient, case: CaseFile
) -> None:
    line = {"type": "LineString", "coordinates": ROAD, "properties": {"name": "王某家"}}
    answer = returned(town, client, case, ROAD, line=line)
    assert answer.status_code == 422
    assert "LineString" in answer.json()["detail"]
