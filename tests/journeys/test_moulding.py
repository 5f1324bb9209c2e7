"""A façade moulding falls and nobody knows who has to repair it: who, how, by when."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gisgrid import cases
from tests.journeys.office import Office, ok

ZONE = ZoneInfo("Asia/Shanghai")
PLACE = "许衡广场东侧门面房"
TEXT = "许衡广场东侧门面房外墙的装饰线条掉下来一块，差点砸到人，没人管。"


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def test_a_moulding_falls_and_the_consultation_says_who_repairs_it_by_when(office: Office) -> None:
    """Phone text without a point → place → consultation → lead → handled → closed → rated twice."""
    stations = office.stations()
    city, housing = stations["S-U-cg"]["id"], stations["S-U-fg"]["id"]
    office.at(moment(23, 9))
    dispatcher = office.desk("dispatcher")

    # A call: no point, no class. The place is found by its name; the class is not guessed.
    caller = {"name": "马女士", "phone": "13800001234"}
    receipt = office.report(
        dispatcher.client, source="hotline", text=TEXT, place_text=PLACE, reporter=caller
    )
    number = receipt["number"]
    assert receipt["unrouted"] == "no_class"
    assert receipt["provisional"]
    assert receipt["areas"][1] == "许衡街道"
    assert receipt["suggestions"]
    case = dispatcher.case(number)
    assert case["status"] == "received"
    assert case["lon"] is not None  # the words alone have found the place
    street = stations["S-410803008"]["id"]

    # The dispatcher chooses the class; then it is filed and goes to whom the duties name.
    office.at(moment(23, 9, 6))
    facade = office_class(office, "event/0183")
    dispatcher.step(number, "reroute", "按描述归类：外立面裂缝、脱落", class_id=facade["id"])
    if dispatcher.case(number)["status"] == "received":
        condition = facade["conditions"][0]["id"]
        dispatcher.step(number, "file", condition_id=condition)
    assert dispatcher.case(number)["status"] == "dispatched"

    # Ownership is unclear: subdistrict, housing centre and city management sit together.
    office.at(moment(23, 10))
    due = moment(24, 12).isoformat()
    parties = [street, housing, city]
    dispatcher.step(number, "consult", "权属不清", parties=parties, due=due)
    assert dispatcher.case(number)["status"] == "consulting"
    office.at(moment(23, 15))
    cg, fg, xh = office.desk("unit-cg"), office.desk("unit-fg"), office.desk("street-xuheng")
    cg.step(number, "say", "门头牌匾以外的墙体附着物由产权方负责。", wanted="assist")
    fg.step(number, "say", "该楼为房改房，由我中心牵头维修。", wanted="lead")
    xh.step(number, "say", "负责现场围挡和商户工作。", wanted="assist")
    alone = [{"station": city, "what": "我来定", "due": moment(26, 18).isoformat()}]
    assert cg.send(number, "decide", "我来定", lead=city, tasks=alone).status_code == 403

    # The next morning everybody signs in again.
    office.at(moment(24, 9))
    dispatcher, fg = office.desk("dispatcher"), office.desk("unit-fg")
    tasks = [
        {"station": housing, "what": "拆除松动线条并修复外墙", "due": moment(27, 18).isoformat()},
        {"station": city, "what": "拆除破损牌匾", "due": moment(26, 18).isoformat()},
        {"station": street, "what": "围挡、劝离停车", "due": moment(24, 18).isoformat()},
    ]
    grid_office = office.desk("gridoffice")
    ruling = "由房管中心主办，城管局、许衡街道协办。"
    grid_office.step(number, "decide", ruling, lead=housing, assists=[city, street], tasks=tasks)
    case = dispatcher.case(number)
    assert case["status"] == "dispatched"
    leads = [o for o in case["orders"]["orders"] if o["party"] == "lead" and o["open"]]
    assert [o["station_id"] for o in leads] == [housing]
    clocks = {o["station_id"]: o["solve"]["due"] for o in case["orders"]["orders"] if o["open"]}
    assert {at: datetime.fromisoformat(due) for at, due in clocks.items()} == {
        task["station"]: datetime.fromisoformat(str(task["due"])) for task in tasks
    }  # who does what by when: each party has its own clock
    decided = next(one for one in case["steps"] if one["action"] == "decide")
    assert decided["note"] == ruling

    # The slip has five recipients; the unit reads its part.
    slip = ok(fg.client.get(f"/api/cases/{number}/slip"))
    assert [part["part"] for part in slip["parts"]] == [1, 2, 3, 4, 5]
    ok(fg.client.post(f"/api/cases/{number}/slip/read"))
    slip = ok(fg.client.get(f"/api/cases/{number}/slip"))
    assert slip["parts"][4]["read_at"] is not None
    assert slip["parts"][0]["read_at"] is None

    # The assisting parties do their part; the case is the lead's to feed back.
    office.at(moment(24, 9, 10))
    for party in (office.desk("unit-cg"), office.desk("street-xuheng")):
        assert "feedback" not in party.may(number)

    # Worked by the lead, checked on site by somebody else, closed by the supervision side.
    office.at(moment(24, 9, 20))
    fg.step(number, "sign_in")
    office.at(moment(26, 16))
    dispatcher, fg = office.desk("dispatcher"), office.desk("unit-fg")
    assert fg.send(number, "feedback", "已拆除并修复。").status_code == 422  # no photo
    fg.step(number, "feedback", "已拆除松动线条并修复。", photos=["facade-after.jpg"])
    assert "close" not in fg.may(number)
    checker = office.desk("checker")
    checker.step(number, "check_pass", photos=["facade-check.jpg"])
    office.at(moment(26, 17))
    dispatcher.step(number, "close")
    dispatcher.step(number, "reply", "外墙线条已拆除修复，感谢您的反映。")

    # Rated from both sides, called back, and the whole history verifies.
    token = receipt["token"]
    rated = office.anyone.post(
        f"/api/reports/{token}/rating", json={"score": 5, "resolved": "yes", "text": "处理很快"}
    )
    ok(rated, 201)
    fg.step(number, "rate", score=4)
    dispatcher.step(number, "call_back", resolved="yes")
    followed = ok(office.anyone.get(f"/api/reports/{token}"))
    assert followed["status"] == "closed"
    case = dispatcher.case(number)
    actions = [one["action"] for one in case["steps"]]
    assert actions.count("rate") == 2
    assert actions.index("consult") < actions.index("decide") < actions.index("sign_in")
    assert cases.verify_chain(office.tx, number).fault is None


def office_class(office: Office, key: str) -> dict[str, Any]:
    tree = ok(office.anyone.get("/api/classes"))
    return dict(next(one for one in flat(tree) if one.get("key") == key))


def flat(node: object) -> list[dict[str, object]]:
    if isinstance(node, list):
        return [found for one in node for found in flat(one)]
    if isinstance(node, dict):
        inner = [found for value in node.values() for found in flat(value)]
        return [node, *inner] if "key" in node else inner
    return []
