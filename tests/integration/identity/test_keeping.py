"""What administrators keep up over HTTP: stations, sheets of people, other people's sessions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gisgrid.identity.tables import FiveHave, Person
from tests.integration.identity.conftest import browser

Clock = Callable[[datetime], None]
SHEET = (
    "person_code,name_zh,post_code,station_code,role,valid_from,login\n"
    "P-new,新人,Z-new,S,handler,2026-03-01,new\n"
)


pytestmark = pytest.mark.usefixtures("administrators")


def send(own: TestClient, sheet: str, **asked: Any) -> Any:
    files = {"file": ("people.csv", sheet.encode("gb18030"))}
    return own.post("/api/people/import", files=files, params=asked)


def test_a_dry_run_says_what_a_sheet_changes_and_writes_nothing(
    client: TestClient, tx: Session
) -> None:
    answer = send(browser(client, "sys"), SHEET)
    kinds = [one["kind"] for one in answer.json()["changes"]]
    assert (answer.json()["written"], kinds) == (False, ["person", "post", "account"])
    assert tx.scalar(select(func.count()).where(Person.code == "P-new")) == 0


def test_a_sheet_is_written_when_it_is_no_dry_run(client: TestClient, tx: Session) -> None:
    assert send(browser(client, "sys"), SHEET, dry_run=False).json()["written"]
    assert tx.scalar(select(Person.name).where(Person.code == "P-new")) == "新人"


def test_a_faulty_sheet_is_refused_with_every_row_named(client: TestClient) -> None:
    answer = send(browser(client, "sys"), SHEET.replace(",S,", ",nowhere,"))
    assert (answer.status_code, answer.json()["faults"]) == (422, ["第 2 行：没有工作站 nowhere。"])


def test_a_stations_haves_are_written_and_those_not_given_stay(
    client: TestClient, tx: Session
) -> None:
    own = browser(client, "sys")
    team = {"kind": "team", "text": "12 人"}
    own.put("/api/stations/S", json={"phone": "0391", "haves": [team]})
    site = {"kind": "site", "text": "二楼", "on_date": "2026-03-02"}
    answer = own.put("/api/stations/S", json={"phone": "0392", "haves": [site]})
    assert answer.json()["phone"] == "0392"
    assert [one["kind"] for one in answer.json()["haves"]] == ["team", "site"]
    assert tx.scalar(select(func.count()).select_from(FiveHave)) == 2


@pytest.mark.parametrize("kinds", [["roof"], ["team", "team"]])
def test_there_are_five_haves_each_once(client: TestClient, kinds: list[str]) -> None:
    haves = [{"kind": kind, "text": "有"} for kind in kinds]
    answer = browser(client, "sys").put("/api/stations/S", json={"haves": haves})
    assert answer.status_code == 422


def test_an_unknown_station_is_not_found(client: TestClient) -> None:
    assert browser(client, "sys").put("/api/stations/X", json={}).status_code == 404


def test_the_security_administrator_sees_and_ends_somebodys_sessions(client: TestClient) -> None:
    li, security = browser(client, "li"), browser(client, "sec")
    assert len(security.get("/api/people/P-li/sessions").json()) == 1
    assert security.delete("/api/people/P-li/sessions").status_code == 204
    assert li.get("/api/me").status_code == 401


def test_the_chain_says_how_far_it_reaches(client: TestClient) -> None:
    found = browser(client, "aud").get("/api/audit/chain").json()
    assert (found["sealed"], found["faults"]) == (0, [])


def test_the_audit_is_searched_by_what_was_acted_on(client: TestClient) -> None:
    browser(client, "sec").delete("/api/people/P-li/sessions")
    auditor = browser(client, "aud")
    lines = auditor.get("/api/audit", params={"object": "P-li"}).json()["entries"]
    assert [one["verb"] for one in lines] == ["DELETE"]


STATIONS = "station_code,phone,team,team_en\nS,0391-1,队伍12人,12 people\n"


def send_stations(own: TestClient, sheet: str, **asked: Any) -> Any:
    files = {"file": ("stations.csv", sheet.encode())}
    return own.post("/api/stations/import", files=files, params=asked)


def shown(own: TestClient) -> tuple[str, dict[str, str]]:
    station = next(one for one in own.get("/api/stations").json() if one["code"] == "S")
    return station["phone"], {one["kind"]: one["text"] for one in station["haves"]}


def test_a_sheet_of_stations_is_tried_then_written_and_an_empty_cell_stays(
    client: TestClient,
) -> None:
    own = browser(client, "sys")
    before = shown(own)
    tried = send_stations(own, STATIONS).json()
    fields = [one["field"] for one in tried["changes"]]
    assert (tried["written"], fields) == (False, ["phone", "team", "team_en"])
    assert shown(own) == before
    assert send_stations(own, STATIONS, dry_run=False).json()["written"]
    assert shown(own) == ("0391-1", before[1] | {"team": "队伍12人"})
    again = STATIONS.replace("0391-1", "")
    assert send_stations(own, again).json()["changes"] == []


@pytest.mark.parametrize(
    ("sheet", "fault"),
    [
        (STATIONS.replace("\nS,", "\nnowhere,"), "第 2 行：没有工作站 nowhere。"),
        (STATIONS + "S,,,\n", "第 3 行：工作站 S 在第 2 行已出现。"),
        (STATIONS.replace("队伍12人", ""), "第 2 行：team_en 没有对应的 team。"),
    ],
)
def test_a_faulty_sheet_of_stations_is_refused_whole(
    client: TestClient, sheet: str, fault: str
) -> None:
    own = browser(client, "sys")
    before = shown(own)
    answer = send_stations(own, sheet, dry_run=False)
    assert (answer.status_code, answer.json()["faults"]) == (422, [fault])
    assert shown(own) == before
