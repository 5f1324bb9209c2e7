"""Administration in a real browser: what is changed there is seen where it counts."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, Route, expect

from gisgrid.kernel import clock
from tests.browser.admin_desk import Administrator
from tests.browser.dispatch_desk import reported
from tests.browser.driver import PASSWORD, Desk
from tests.browser.test_access import AXE, violations
from tests.photos import jpeg

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
SHANGHAI = ZoneInfo("Asia/Shanghai")
THERE, ELSEWHERE = "113.1680,35.2350", "113.1300,35.2600"
"""Places in two subdistricts."""


def test_a_bulletin_is_read_by_the_citizens_of_its_area_and_by_no_others(desk: AtDesk) -> None:
    office = Administrator(desk(), "gridoffice")
    site = office.desk.site
    district, street, *_ = httpx.get(f"{site}/api/here", params=spot(THERE)).json()["here"]["areas"]
    office.publish("全区停水两小时", district["code"])
    office.publish("本街道停水两小时", street["code"])
    assert [("本街道停水两小时" in told(site, at)) for at in (THERE, ELSEWHERE)] == [True, False]
    citizen = desk(wide=False, first=True).open()  # what was read before holds for a minute
    expect(citizen.page.locator("[data-bulletin]", has_text="全区停水两小时")).to_have_count(1)
    expect(citizen.page.locator("[data-bulletin]", has_text="本街道停水")).to_have_count(0)


def told(site: str, at: str) -> set[str]:
    return {one["title"] for one in httpx.get(f"{site}/api/bulletins", params=spot(at)).json()}


def spot(at: str) -> dict[str, str]:
    lon, lat = at.split(",")
    return {"lon": lon, "lat": lat}


def test_a_rule_is_tried_on_past_cases_and_then_saved(desk: AtDesk, site: str) -> None:
    reported(site, "小区里养鸡", "event/0138")
    office = Administrator(desk(), "gridoffice")
    before = version(office)
    assert "近 30 天" in office.try_rule("R-POULTRY", "dept:sanitation")
    office.act("save")
    expect(office.page.locator("form.adm-box")).to_have_count(0)
    assert version(office) == before + 1


def version(office: Administrator) -> int:
    rules = office.page.request.get(f"{office.desk.site}/api/duties/rules").json()
    return int(next(one["version"] for one in rules if one["code"] == "R-POULTRY"))


@pytest.mark.long
def test_a_new_person_signs_in_and_must_change_the_password(
    desk: AtDesk, browser: Browser, real_site: str
) -> None:
    system = Administrator(desk(), "sysadmin")
    system.add_person("陈新", "chenxin")
    person = system.page.url.partition("/people/")[2].partition("?")[0]
    password = Administrator(desk(), "secadmin").hand_password(person)
    new = Desk.anew(browser, real_site, wide=False, lang="zh")
    page = new.open().page
    page.locator(".bar .strong").click()
    page.locator("#login").fill("chenxin")
    page.locator("#password").fill(password)
    page.locator(".el-dialog form button[type=submit]").click()
    page.locator("#before").fill(password)
    for field in ("fresh", "again"):
        page.locator(f"#{field}").fill("sieben-Tassen-Tee")
    page.locator(".el-dialog form button[type=submit]").click()
    expect(page.locator(".el-dialog")).to_be_hidden()
    expect(page.locator(".bar .who")).to_have_text("陈新")
    new.close()


def test_a_deputy_is_named_for_a_leave(desk: AtDesk) -> None:
    system = Administrator(desk(), "sysadmin")
    system.go("people/P0012")
    system.act("lend")
    system.choose(deputy_person="P0031")
    now = clock.now().astimezone(SHANGHAI)
    system.fill(
        deputy_since=f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        deputy_until=f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}",
    )
    system.page.locator("form.adm-box button[type=submit]").click()
    expect(system.page.locator("form.adm-box")).to_have_count(0)
    system.go("people/P0031")
    expect(system.body()).to_contain_text("代理 Z0017")
    said = {"login": "analyst", "password": PASSWORD}
    with httpx.Client(base_url=system.desk.site, headers={"origin": system.desk.site}) as deputy:
        assert "bulletins.write" in deputy.post("/api/session", json=said).json()["may"]


def test_a_layer_that_is_switched_off_is_gone_from_map_and_tiles(desk: AtDesk) -> None:
    system = Administrator(desk(), "sysadmin")
    assert layers(system.desk.site) > {"culvert"}
    system.go("layers")
    row = system.page.locator("tr", has=system.page.locator("[data-layer=culvert]"))
    switch, state = row.locator("[data-layer=culvert]"), row.locator("label")
    refused_once(system)
    switch.click()
    expect(system.page.get_by_role("alert")).to_contain_text("暂时不能")
    expect(switch).to_be_checked()
    switch.click()
    expect(state).to_contain_text("关 涵洞")
    try:
        assert "culvert" not in layers(system.desk.site)
        style = httpx.get(f"{system.desk.site}/style.json").text
        assert "culvert" not in style
    finally:
        switch.click()
        expect(state).to_contain_text("开 涵洞")
    assert "culvert" in layers(system.desk.site)
    complaints = system.desk.complaints
    complaints[:] = [one for one in complaints if "/switch" not in one]


def refused_once(system: Administrator) -> None:
    """Let the server refuse the next switch of a layer."""
    said = {"type": "Refused", "title": "Refused", "status": 403, "detail": "暂时不能开关图层。"}

    def refuse(route: Route) -> None:
        route.fulfill(status=403, content_type="application/problem+json", body=json.dumps(said))

    system.page.route("**/api/layers/*/switch", refuse, times=1)


def layers(site: str) -> set[str]:
    return {one["id"] for one in httpx.get(f"{site}/api/layers").json()}


def test_a_devices_token_is_renewed_and_both_work_until_the_old_one_ends(desk: AtDesk) -> None:
    system = Administrator(desk(), "sysadmin")
    system.go("devices")
    system.act("add")
    system.fill(device_code="PLAT-1", device_name="雪亮平台", device_platform="雪亮工程")
    system.send()
    first = system.secret()
    row = system.page.locator("[data-device=PLAT-1]")
    system.act("renew", row)
    expect(system.page.locator("[data-secret]")).not_to_have_text(first)
    second = system.secret()
    assert [said(system.desk.site, one) for one in (first, second)] == [201, 201]
    system.act("revoke", row)
    system.act("revoke", row)
    expect(row).to_contain_text("已吊销")
    assert said(system.desk.site, second) == 401


def said(site: str, token: str) -> int:
    passed_on = {"external_platform": "雪亮工程", "external_number": token[-8:]}
    place = {"text": "平台上报", "lon": 113.168, "lat": 35.235}
    body = {"source": "platform", "class_key": "event/0110", **passed_on, **place}
    headers = {"authorization": f"Bearer {token}"}
    return httpx.post(f"{site}/api/reports", json=body, headers=headers).status_code


def test_an_override_is_drawn_saved_and_ended(desk: AtDesk) -> None:
    office = Administrator(desk(), "gridoffice")
    office.go("overrides/new")
    office.fill(override_code="o-test", override_name="试画路段")
    office.choose(
        override_target="shape", override_pattern="event/0113", override_lead="dept:transport"
    )
    office.choose(override_drawing="LineString")
    office.fill(override_corners="113.16, 35.23\n113.17, 35.24", override_buffer="30")
    office.page.locator(".adm-map[data-idle=true]").wait_for()
    office.act("save")
    office.page.locator("[data-override=O-TEST]").click()
    office.act("end")
    office.act("end")
    expect(office.page.locator("[data-override=O-TEST]")).to_have_count(0)


def test_a_photo_on_a_cases_page_leads_to_its_redaction(desk: AtDesk) -> None:
    citizen = desk(wide=False).open("/report", at=THERE)
    citizen.upload("photos", jpeg())
    number = citizen.report("路灯不亮")
    office = desk().enter("dispatcher").open(f"/cases/{number}")
    office.panel().locator(".photos button").first.click()
    office.page.locator("[data-redact]").click()
    editor = office.page.locator("[data-editor]")
    editor.locator("[data-act=add]").click()
    editor.locator("[data-act=save]").click()
    expect(editor.locator("[data-result]")).to_be_visible()


def test_how_areas_stand_in_their_rounds_leads_into_the_area_on_the_map(desk: AtDesk) -> None:
    office = Administrator(desk(), "gridoffice")
    office.go("rounds")
    rows = office.body().locator("[data-area]")
    expect(rows).to_have_count(9)
    office.body().locator("[data-level=community]").click()
    expect(rows).not_to_have_count(9)
    area = rows.first.get_attribute("data-area")
    rows.first.locator("a").click()
    expect(office.page).to_have_url(re.compile(r"/\?.*map="))
    office.desk.settled()
    (view,) = parse_qs(urlsplit(office.page.url).query)["map"]
    _, lat, lon = map(float, view.split("/"))
    west, south, east, north = httpx.get(f"{office.desk.site}/api/grid/areas/{area}").json()["bbox"]
    assert west < lon < east
    assert south < lat < north


SECTIONS = (
    *("people", "stations", "rules/R-LITTER", "overrides/O-PARK-GREEN"),
    *("rounds", "classes", "calendar", "bulletins", "redact"),
)


@pytest.mark.long
@pytest.mark.skipif(not AXE.exists(), reason="axe comes with `npm ci` in frontend/")
@pytest.mark.parametrize(
    ("wide", "lang", "dark"), [(True, "zh", False), (False, "en", True)], ids=["desk", "phone"]
)
def test_axe_finds_nothing_in_administration(
    desk: AtDesk, wide: bool, lang: str, dark: bool
) -> None:
    page = desk(wide=wide, lang=lang, dark=dark)
    office = Administrator(page, "gridoffice")
    found: list[tuple[str, str, list[str]]] = []
    for path in SECTIONS:
        office.go(path)
        office.body().locator(".adm-list, .adm-box, .months, .big, .adm-none").first.wait_for()
        found += violations(page, path)
    assert found == []


def test_the_audit_is_verified_on_its_page_stopped_and_gone_on_with(desk: AtDesk) -> None:
    auditor = Administrator(desk(), "auditadmin")
    auditor.go("audit")
    held: list[Route] = []
    box, page = auditor.page.locator("[data-verdict]"), auditor.page

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/audit/verify", hold)
    with page.expect_request("**/api/audit/verify"):
        auditor.act("verify")
    auditor.act("stop")
    expect(box).to_have_attribute("data-verdict", "stopped")
    while not held:
        page.evaluate("0")
    held.pop().continue_()
    page.unroute("**/api/audit/verify")
    auditor.act("go-on")
    expect(box).to_have_attribute("data-verdict", re.compile("^(intact|young)$"), timeout=60_000)
    expect(box.locator("[data-said]")).to_contain_text("已核审计")
    expect(box.locator("[data-fault]")).to_have_count(0)
