"""Gas leaks on a Saturday night: dispatched first, filed after, by the clock on the wall."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gisgrid import cases
from gisgrid.dispatch.jobs import sweep_deadlines
from tests.journeys.office import Desk, Office, ok

ZONE = ZoneInfo("Asia/Shanghai")


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def gas_leak(office: Office) -> tuple[str, Desk]:
    """Let an officer report it, and return its number and the desk of who answers."""
    spot = ok(office.anyone.get("/api/places", params={"text": "许衡广场"}))[0]
    officer = office.desk("officer1")
    known = {one["key"]: one["id"] for one in flat(ok(office.anyone.get("/api/classes")))}
    receipt = office.report(
        officer.client,
        source="officer",
        text="燃气味很重，管道在漏",
        class_id=known["event/0502"],
        lon=spot["lon"],
        lat=spot["lat"],
    )
    number = receipt["number"]
    lead = lead_of(office.desk("dispatcher").case(number))
    return number, office.desk(f"unit-{lead['station']['code'].removeprefix('S-U-')}")


def flat(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for one in node for found in flat(one)]
    if isinstance(node, dict):
        inner = [found for value in node.values() for found in flat(value)]
        return [node, *inner] if "key" in node and "id" in node else inner
    return []


def lead_of(case: dict[str, Any]) -> dict[str, Any]:
    open_ones = [one for one in case["orders"]["orders"] if one["open"]]
    return next(one for one in open_ones if one["party"] == "lead")


def rungs(case: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["clock"], one["rung"]) for one in case["orders"]["alarms"]]


def test_gas_leaks_on_a_saturday_night(office: Office) -> None:
    """Dispatched first → nobody signs → escalated → signed → filed → failed check → closed."""
    office.at(moment(21, 23))
    number, unit = gas_leak(office)
    dispatcher = office.desk("dispatcher")
    case = dispatcher.case(number)
    assert (case["status"], case["provisional"]) == ("dispatched", True)
    assert "工作时间" not in lead_of(case)["respond"]["words"]

    nobody_signs_all_night(office, dispatcher, number)
    unit.sit_down_again()
    unit.step(number, "sign_in")
    dispatcher.step(number, "file", condition_id=condition_of(office, "event/0502"))
    case = dispatcher.case(number)
    assert (case["status"], case["provisional"]) == ("handling", False)

    the_first_repair_does_not_hold(office, unit, number)
    assert unit.send(number, "close").status_code == 403
    dispatcher.step(number, "close")
    case = dispatcher.case(number)
    assert case["status"] == "closed"
    orders = case["orders"]["orders"]
    assert {one["round"]: one["status"] for one in orders} == {1: "done", 2: "done"}
    assert cases.verify_chain(office.tx, number).fault is None


def nobody_signs_all_night(office: Office, dispatcher: Desk, number: str) -> None:
    """Climb the ladder, by the clock and not by office hours; each rung is told once."""
    office.at(moment(22, 7))
    dispatcher.sit_down_again()
    sweep_deadlines(office.tx)
    told = rungs(dispatcher.case(number))
    assert ("respond", "station") in told
    assert ("respond", "leader") in told
    sweep_deadlines(office.tx)
    assert rungs(dispatcher.case(number)) == told


def the_first_repair_does_not_hold(office: Office, unit: Desk, number: str) -> None:
    """Fail the first check on site, and pass the second; never by the unit itself."""
    unit.step(number, "feedback", "已关阀", photos=["valve.jpg"])
    checker = office.desk("checker")
    checker.step(number, "check_fail", "阀门处仍有气味")
    assert checker.case(number)["status"] == "rework"
    office.at(moment(22, 9))
    unit.step(number, "sign_in")
    unit.step(number, "feedback", "已更换阀门", photos=["new-valve.jpg"])
    assert unit.send(number, "check_pass", photos=["x.jpg"]).status_code == 403
    checker.step(number, "check_pass", photos=["no-smell.jpg"])


def condition_of(office: Office, key: str) -> int:
    kind = next(one for one in flat(ok(office.anyone.get("/api/classes"))) if one["key"] == key)
    return int(kind["conditions"][0]["id"])
