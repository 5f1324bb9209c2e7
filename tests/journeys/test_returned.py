"""Nobody wants it: returned twice, ruled upon, and the ruling decides the next one."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.journeys.office import Desk, Office, ok
from tests.journeys.test_emergency import condition_of, flat, lead_of

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 23, 9, tzinfo=ZONE)
KIND = "event/0183"


def report(office: Office, dispatcher: Desk) -> dict[str, Any]:
    """Take a call about a façade near the square; the case is filed."""
    spot = ok(office.anyone.get("/api/places", params={"text": "许衡广场"}))[0]
    known = {one["key"]: one["id"] for one in flat(ok(office.anyone.get("/api/classes")))}
    place = {"lon": spot["lon"], "lat": spot["lat"]}
    said = {"source": "hotline", "text": "外墙瓷砖松动", "class_id": known[KIND]}
    number = office.report(dispatcher.client, **said, **place)["number"]
    if dispatcher.case(number)["status"] == "received":
        dispatcher.step(number, "file", condition_id=condition_of(office, KIND))
    return dispatcher.case(number)


def desk_of_lead(office: Office, case: dict[str, Any]) -> Desk:
    code = lead_of(case)["station"]["code"]
    return office.desk(f"unit-{code.removeprefix('S-U-')}")


def test_a_case_that_nobody_wants_is_ruled_upon_and_the_ruling_decides_the_next(
    office: Office,
) -> None:
    """Returned → dispatched anew → returned → only a ruling → a duty rule → the next one."""
    office.at(MORNING)
    dispatcher, stations = office.desk("dispatcher"), office.stations()
    housing = stations["S-U-fg"]["id"]
    case = report(office, dispatcher)
    number = case["number"]
    desk_of_lead(office, case).step(number, "return", "不属本单位职责")
    dispatcher.step(number, "redispatch", lead=stations["S-U-cg"]["id"])
    office.desk("unit-cg").step(number, "return", "外墙不属城管")

    again = dispatcher.send(number, "redispatch", lead=housing)
    assert (again.status_code, "裁定" in again.json()["detail"]) == (409, True)
    supervisor = office.desk("supervisor")
    supervisor.step(number, "arbitrate", "外立面由房管中心负责", lead=housing, make_rule=True)
    unit = office.desk("unit-fg")
    assert unit.send(number, "return", "不认").status_code == 409
    unit.step(number, "sign_in")

    following = report(office, dispatcher)
    assert lead_of(following)["station_id"] == housing
