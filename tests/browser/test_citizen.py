"""A citizen reports from a phone: by GPS, by words, from a mini program; follows what is known."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from gisgrid.kernel import datum
from tests.browser.citizen_desk import Citizen
from tests.browser.driver import PASSWORD, Desk
from tests.browser.test_access import AXE, violations
from tests.photos import jpeg

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
NEAR_BORDER = (113.15, 35.262)
FEW_TAPS = 6
"""Begin, where I am, the photo, the words, the class, send."""
TAP_S, CHARACTER_S = 4, 2
"""A slow thumb: to find and touch a thing, to write a character."""


@pytest.fixture
def phone(desk: AtDesk) -> Citizen:
    """A citizen's phone, not yet opened."""
    return Citizen(desk(wide=False))


def test_by_gps_near_a_border_and_later_by_telephone(phone: Citizen) -> None:
    phone.desk.open()
    expect(phone.page.locator(".emergency a")).to_have_count(3)
    phone.begin()
    phone.stand_at(*NEAR_BORDER, accuracy=40)
    phone.say("路灯不亮", "13900001111")
    expect(phone.page.locator("[data-near]")).to_be_visible()
    expect(phone.page.locator("[data-answer] strong")).to_be_visible()
    number = phone.send()

    phone.desk.open("/mine")
    phone.prove("13900001111")
    phone.page.locator("[data-own]", has_text=number).click()
    expect(phone.desk.panel().locator("h2")).to_have_text(number)


def test_a_report_by_gps_with_a_photo_takes_a_citizen_less_than_a_minute(phone: Citizen) -> None:
    phone.desk.open()
    phone.count()
    phone.begin()
    phone.stand_at(113.1712, 35.2296, accuracy=12)
    phone.desk.upload("photos", jpeg())
    phone.page.locator("#text").tap()
    phone.page.locator("#text").press_sequentially("路灯不亮")
    phone.page.locator(".chips button").first.click()
    phone.send()
    taps, characters = phone.hands()
    assert (taps, characters) == (FEW_TAPS, 4)
    assert taps * TAP_S + characters * CHARACTER_S < 60


def test_what_is_worked_on_nearby_is_seen_and_followed(phone: Citizen, desk: AtDesk) -> None:
    number = desk().open("/report", at="113.1583,35.2371").report("路灯不亮")
    phone.desk.open()
    phone.page.locator("[data-nearby]").click()
    phone.stand_at(113.15835, 35.2371, accuracy=10)
    shown = phone.page.locator(f"[data-near-case='{number}']")
    expect(shown).to_contain_text("距此 10 米")
    expect(shown).not_to_contain_text("不亮")
    if AXE.exists():
        assert violations(phone.desk, "nearby") == []
    shown.locator("[data-join]").click()
    expect(phone.desk.panel().locator("h2")).to_have_text(number)


def test_a_mini_programs_place_is_turned_and_told_back(phone: Citizen) -> None:
    lon, lat = datum.from_wgs84(*NEAR_BORDER, "gcj02")
    said = {"lon": f"{lon:.7f}", "lat": f"{lat:.7f}", "datum": "gcj02", "embed": "1"}
    phone.desk.open("/report", **said)
    expect(phone.page).to_have_url(re.compile(r"at=113\.1(50000|499999)"))
    expect(phone.page.locator(".bar .strong")).to_have_count(0)
    phone.say("路灯不亮")
    with phone.page.expect_request("**/api/reports?*") as sent:
        phone.send()
    body = sent.value.post_data_json or {}
    assert (body["datum"], body["lon"], body["lat"]) == ("gcj02", round(lon, 7), round(lat, 7))
    phone.page.locator("[data-follow]").click()
    expect(phone.page).to_have_url(re.compile(r"embed=1"))


def test_what_is_known_already_is_followed_instead(phone: Citizen, desk: AtDesk) -> None:
    number = desk().open("/report", at="113.1621,35.2411").report("路灯不亮")
    phone.desk.open("/report", at="113.16215,35.2411")
    phone.say("路灯不亮")
    phone.page.locator(f"[data-join='{number}']").click()
    expect(phone.desk.panel().locator("h2")).to_have_text(number)


def test_a_place_is_found_by_its_words(phone: Citizen) -> None:
    phone.desk.open("/report")
    phone.page.locator("#place").fill("许衡")
    phone.page.locator("[data-candidate]").first.click()
    expect(phone.page).to_have_url(re.compile(r"at=113\."))


def test_what_is_told_in_an_area_is_read_where_one_looks(phone: Citizen) -> None:
    office = httpx.Client(base_url=phone.desk.site)
    office.post("/api/session", json={"login": "gridoffice", "password": PASSWORD})
    said = {"kind": "information", "audience": "public", "area_code": "410803008", "text": "请绕行"}
    more = {"title": "周末路面维修", "shown_from": "2026-01-01T00:00:00+08:00"}
    written = office.post("/api/bulletins", json=said | more).json()
    assert office.post(f"/api/bulletins/{written['id']}/publish").is_success
    office.close()
    phone.desk.open("/here", at="113.1530288,35.2462872")
    expect(phone.page.locator("[data-bulletin]", has_text="周末路面维修")).to_be_visible()
    phone.desk.open("/here", at="113.1621,35.2411")
    phone.page.locator(".chain").wait_for()
    expect(phone.page.locator("[data-bulletin]", has_text="周末路面维修")).to_have_count(0)


@pytest.mark.long
@pytest.mark.skipif(not AXE.exists(), reason="axe comes with `npm ci` in frontend/")
@pytest.mark.parametrize(("wide", "dark"), [(False, True), (True, False)], ids=["phone", "desk"])
def test_axe_finds_nothing_where_citizens_go(desk: AtDesk, wide: bool, dark: bool) -> None:
    citizen = Citizen(desk(wide=wide, dark=dark))
    citizen.desk.open()
    found = violations(citizen.desk, "start")
    citizen.desk.open("/report", at="113.15,35.262")
    citizen.say("路灯不亮")
    citizen.page.locator("[data-near]").wait_for()
    found += violations(citizen.desk, "report")
    citizen.desk.open("/mine")
    citizen.page.locator("#own-phone").fill("1390000222" + str(int(wide)))
    citizen.page.locator("[data-prove] button[type=submit]").click()
    citizen.page.locator("#own-code").wait_for()
    found += violations(citizen.desk, "mine")
    assert found == []
