"""A dark street lamp: what most cases are; reported by a citizen and lit two days later."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gisgrid import cases
from tests.journeys.office import Office, ok

ZONE = ZoneInfo("Asia/Shanghai")
LAMP: dict[str, Any] = {
    "class_key": "component/0137",
    "text": "路灯不亮",
    "lon": 113.17,
    "lat": 35.239,
}


def moment(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ZONE)


def test_a_lamp_is_reported_lit_checked_closed_reopened_and_lit_again(office: Office) -> None:
    office.at(moment(23, 9))
    receipt = office.report(**LAMP)
    number, token = receipt["number"], receipt["token"]
    dispatcher = office.desk("dispatcher")
    case = dispatcher.case(number)
    assert case["status"] == "dispatched"  # filed and dispatched by policy, without a hand

    for day in (24, 25):
        office.at(moment(day, 9))
        dispatcher, checker = office.desk("dispatcher"), office.desk("checker")
        unit = office.desk(login_of(office, case["lead_station_id"]))
        unit.step(number, "sign_in")
        unit.step(number, "feedback", "已更换灯泡", photos=["lit.jpg"])
        checker.step(number, "check_pass", photos=["seen.jpg"])
        dispatcher.step(number, "close")
        if day == 24:
            ok(office.anyone.post(f"/api/reports/{token}/reopen", json={"reason": "又灭了"}), 201)
            office.worker()
    rating = {"score": 5, "resolved": "yes"}
    ok(office.anyone.post(f"/api/reports/{token}/rating", json=rating), 201)

    found = office.desk("dispatcher").case(number)
    assert (found["status"], found["reopen_count"]) == ("closed", 1)
    assert cases.verify_chain(office.tx, number).fault is None


def login_of(office: Office, station_id: int) -> str:
    """Return the login of a unit's dispatcher by the code of the unit's station."""
    code = next(c for c, one in office.stations().items() if one["id"] == station_id)
    return f"unit-{code.removeprefix('S-U-')}"
