"""A district with a month of simulated cases and a few stories of today, for pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import httpx

from gisgrid import reactions
from gisgrid.demo.gauges import tell_history, tell_stages
from gisgrid.demo.history import write_history
from gisgrid.demo.rounds import walk_rounds
from gisgrid.identity import DEMO_PASSWORD
from gisgrid.kernel import clock, datum
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.run import Urls
from tests.browser.conftest import served
from tests.conftest import cloned
from tests.databases import district_template, on_test_server
from tests.waiting import until
from tools.screens_photo import FACE, heap

ZONE: Final = ZoneInfo("Asia/Shanghai")
DAYS: Final = 30
SEED: Final = 1
CHECKED: Final = "shed-33"
NEAR_A_BORDER: Final = (113.1530288, 35.2462872)
ELEVATORS: Final = """\
七层及以下住宅加装电梯，每部补贴十五万元，由房管中心受理。
需要三分之二以上业主同意，材料清单可到街道便民中心领取。"""
HEATING: Final = "十一月十五日起供暖。室温不足十八度，可在本页上报，或拨打 12345。"
ROAD_WORKS: Final = "本周六、周日上午八点至下午六点，怡光路中段半幅施工，请绕行。"
BULLETINS: Final = (
    ("policy", "410803", "老旧小区加装电梯补贴政策解读", ELEVATORS),
    ("information", "410803", "入冬供暖服务电话", HEATING),
    ("information", "410803008", "许衡街道周末路面维修", ROAD_WORKS),
)
DEVICES: Final = (
    {"code": "CAM-0321", "name": "许衡广场东门摄像头", "source": "camera", "asset_ids": [1]},
    {
        "code": "HOTLINE-12345",
        "name": "12345 热线工单转入",
        "source": "hotline",
        "platform": "12345",
    },
)
Json = dict[str, Any]


@dataclass(frozen=True)
class Site:
    """The address of a filled program, and what its pictures are of."""

    address: str
    case: str
    """A case near a border that an officer handles."""
    order: str
    """A case that a unit has in hand and a contractor works on."""
    link: str
    """The path of that contractor's page."""
    token: str
    """What the reporter follows the first case by."""
    asset: int
    """An asset of the officer's round."""


@contextmanager
def filled(files: Path) -> Iterator[Site]:
    """Serve a district with its history and the stories of today; everything ends with it."""
    with (
        on_test_server() as databases,
        contextmanager(cloned)(databases, "screens", district_template) as urls,
    ):
        live_through(urls)
        with served(urls, files) as address:
            yield told(address)


def live_through(urls: Urls) -> None:
    """Write a month of history up to now."""
    reactions.install()
    engine = engine_of(urls.app)
    with sessions_of(engine).begin() as tx:
        now = clock.now()
        write_history(tx, now, ZONE, days=DAYS)
        tell_stages(tx, now)
        tell_history(tx, now)
        walk_rounds(tx, now - timedelta(days=DAYS), now, ZONE, SEED)
    engine.dispose()


def told(address: str) -> Site:
    """Let people report, work and be told things today, through the interface they use."""
    tell_bulletins(desk(address, "gridoffice"))
    enter_devices(desk(address, "sysadmin"))
    lon, lat = datum.from_wgs84(*NEAR_A_BORDER, "gcj02")
    photo = sent_photo(address)
    waste = {
        "class_key": "event/0110",
        "text": "小区后门的垃圾堆了三天，没人清运。",
        "photos": [photo["reference"]],
    }
    case, follow = report(address, **waste, lon=lon, lat=lat, datum="gcj02")
    lamp = {"class_key": "component/0137", "text": "广场东侧第三根灯杆的灯不亮。"}
    order, _ = report(address, **lamp, lon=113.168, lat=35.235)
    hidden = {"boxes": [FACE]}
    ok(desk(address, "gridoffice").post(f"/api/photos/{photo['id']}/redactions", json=hidden))
    step(desk(address, "officer1"), case, "sign_in")
    unit = desk(address, "unit-cg")
    step(unit, order, "sign_in")
    step(unit, order, "assign_onward", "明天下午前更换灯头。", to={"contractor": "亮丽照明公司"})
    held = ok(unit.get(f"/api/cases/{order}"))["orders"]["orders"][0]["id"]
    token = ok(unit.get(f"/api/cases/{order}/orders/{held}/link"))["token"]
    due = ok(desk(address, "officer1").get("/api/check-ins/due", params={"limit": 500}))["assets"]
    asset = next(one["id"] for one in due if one["code"] == CHECKED)
    return Site(address, case, order, f"/links/{token}", follow, asset)


def sent_photo(address: str) -> Json:
    """Upload a photo as a citizen."""
    sent = {"file": ("IMG_1.jpg", heap(), "image/jpeg")}
    uploaded: Json = ok(httpx.post(f"{address}/api/photos", files=sent, timeout=30))
    return uploaded


def enter_devices(admin: httpx.Client) -> None:
    """Enter a camera and a neighbouring system, as the system administrator does."""
    for device in DEVICES:
        ok(admin.post("/api/devices", json=device))


def desk(address: str, login: str) -> httpx.Client:
    """Sign somebody in."""
    client = httpx.Client(base_url=address, timeout=30)
    ok(client.post("/api/session", json={"login": login, "password": DEMO_PASSWORD}))
    return client


def tell_bulletins(office: httpx.Client) -> None:
    """Publish what citizens are told."""
    since = (clock.now() - timedelta(hours=2)).isoformat()
    for kind, area, title, text in BULLETINS:
        said = {"kind": kind, "audience": "public", "area_code": area, "title": title}
        written = ok(
            office.post("/api/bulletins", json={**said, "text": text, "shown_from": since})
        )
        ok(office.post(f"/api/bulletins/{written['id']}/publish"))


def report(address: str, **said: object) -> tuple[str, str]:
    """Report as a citizen does; return number and token once the worker has dispatched it."""
    receipt = ok(httpx.post(f"{address}/api/reports", json=said, timeout=30))
    number: str = receipt["number"]
    dispatcher = desk(address, "dispatcher")
    until(lambda: ok(dispatcher.get(f"/api/cases/{number}"))["status"] == "dispatched")
    return number, receipt["token"]


def step(client: httpx.Client, number: str, action: str, note: str = "", **codes: object) -> None:
    """Take a step of a case."""
    said = {"action": action, "note": note or None, "codes": codes}
    ok(client.post(f"/api/cases/{number}/steps", json=said))


def ok(answer: httpx.Response) -> Any:
    """Return what was answered, or fail."""
    answer.raise_for_status()
    return answer.json()
