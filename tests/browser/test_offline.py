"""Without a network what was written waits on the device, and is delivered once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import Geolocation, Route, expect

from tests.browser.driver import PASSWORD, Desk
from tests.browser.officer_desk import Officer

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
HOME: Geolocation = {"longitude": 113.1532, "latitude": 35.2472, "accuracy": 8}
NEAR_BORDER: Geolocation = {"longitude": 113.1547, "latitude": 35.2472, "accuracy": 8}


@pytest.fixture
def officer(desk: AtDesk) -> Officer:
    """An officer at home in the own grid, with one task."""
    one = Officer(desk(wide=False), HOME)
    one.begin()
    return one


@contextmanager
def dispatcher(site: str) -> Iterator[httpx.Client]:
    """The dispatch centre, at its own machine."""
    with httpx.Client(base_url=site, headers={"Origin": site}) as client:
        known = {"login": "dispatcher", "password": PASSWORD, "code": None}
        assert client.post("/api/session", json=known).is_success
        yield client
        assert client.delete("/api/session").is_success


def cases_of(site: str, words: str) -> list[dict[str, Any]]:
    """Return the cases that a dispatcher finds by their words."""
    with dispatcher(site) as client:
        found: list[dict[str, Any]] = client.get("/api/cases", params={"q": words}).json()["cases"]
    return found


def meanwhile(site: str, number: str) -> None:
    """Let the dispatch centre act on a case."""
    with dispatcher(site) as client:
        said = {"action": "note", "note": "中心备注"}
        assert client.post(f"/api/cases/{number}/steps", json=said).is_success


@pytest.mark.long
def test_the_officers_page_opens_again_without_a_network(officer: Officer, site: str) -> None:
    number = officer.report("离线重开前上报")
    officer.begin_again()
    officer.carry_along(f"/api/cases/{number}", "/api/grid/editions/", "/api/leaders", "/tiles/")
    officer.lose_network()
    expect(officer.page.locator(".offline")).to_be_visible()
    officer.page.reload()
    officer.desk.settled()
    officer.page.locator(".cases a", has_text="离线重开前上报").click()
    expect(officer.desk.panel().locator("[data-action=note]")).to_be_visible()
    officer.page.reload()
    officer.desk.settled()
    expect(officer.desk.panel().locator(".number")).to_contain_text(number)
    officer.find_network()
    officer.delivered()


def test_what_was_asked_for_before_the_worker_stood_is_kept_too(desk: AtDesk) -> None:
    officer = Officer(desk(wide=False, first=True), HOME)
    officer.desk.enter("officer1")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    officer.page.route("**/api/me", hold)
    officer.page.goto(f"{officer.desk.site}/officer")
    officer.worker_stands()
    for route in tuple(held):
        route.continue_()
    officer.carry_along("/api/me", "/api/classes", "/api/leaders", "/api/grid/editions/")


def test_near_a_border_both_sides_are_named_without_a_network(officer: Officer, site: str) -> None:
    officer.carry_along("/api/grid/editions/", "/api/leaders", "/api/classes")
    officer.lose_network()
    officer.stand_at(NEAR_BORDER)
    officer.shoot()
    sides = officer.page.locator("[data-sides] label")
    expect(sides).to_have_count(2)
    for at, area in enumerate(("东王封村第5网格", "东王封村第2网格")):
        expect(sides.nth(at)).to_contain_text(area)
        expect(sides.nth(at)).to_contain_text("网格长：")
        expect(sides.nth(at)).not_to_contain_text("空缺")
    sides.nth(1).click()
    officer.say("边界旁离线上报")
    officer.send()
    expect(officer.page.locator("[data-kept]")).to_be_visible()
    officer.find_network()
    officer.delivered()
    (found,) = cases_of(site, "边界旁离线上报")
    assert found["areas"][-1] == "东王封村第2网格"
    assert found["place_text"].endswith("东王封村第2网格一侧")


@pytest.mark.long
def test_a_delivery_that_is_interrupted_does_not_double(officer: Officer, site: str) -> None:
    def lose_the_answer(route: Route) -> None:
        assert route.fetch().status == 201  # it has arrived, and nobody hears of it
        route.fulfill(status=503, body="{}")

    page = officer.page
    officer.lose_network()
    officer.desk.page.locator("[data-without-photo]").click()
    officer.say("中断后不重复")
    officer.send()
    expect(page.locator("[data-kept]")).to_be_visible()
    page.route("**/api/reports", lose_the_answer)
    with page.expect_response(lambda one: one.url.endswith("/api/reports")) as lost:
        officer.find_network()
    assert lost.value.status == 503
    expect(page.locator("[data-outbox]")).to_be_visible()
    page.unroute("**/api/reports")
    officer.close_and_open_again()
    officer.delivered()
    assert len(cases_of(site, "中断后不重复")) == 1


def test_a_report_without_a_network_waits_and_is_delivered_once(desk: AtDesk) -> None:
    phone = desk(wide=False).open("/report", at="113.168,35.235")
    phone.page.locator("#text").fill("断网时发现路灯不亮")
    phone.page.context.set_offline(True)
    phone.page.locator("form button[type=submit]").last.click()
    expect(phone.page.locator(".kept")).to_be_visible()
    expect(phone.page.locator("[data-outbox]")).to_be_visible()
    with phone.page.expect_response(lambda one: one.url.endswith("/api/reports")) as sent:
        phone.page.context.set_offline(False)
    assert sent.value.status == 201
    expect(phone.page.locator("[data-outbox]")).to_have_count(0)
    phone.complaints.clear()  # the browser logs what it could not reach meanwhile


@pytest.mark.long
def test_a_refused_letter_says_why_and_is_written_anew(officer: Officer, site: str) -> None:
    number = officer.report("被拒后修改")
    officer.begin_again()
    officer.page.locator(".cases a", has_text="被拒后修改").click()
    officer.desk.begin("note")
    officer.lose_network()
    officer.desk.fill(note="离线备注")
    officer.desk.confirm()
    meanwhile(site, number)
    officer.back()
    officer.find_network()
    expect(officer.letters("refused")).to_contain_text("案件刚被他人处理过")
    officer.page.locator("[data-edit]").click()
    expect(officer.page.locator("#step-note")).to_have_value("离线备注")
    expect(officer.desk.panel()).to_contain_text("中心备注")
    officer.desk.fill(note="改过的备注")
    officer.desk.confirm()
    expect(officer.desk.panel()).to_contain_text("改过的备注")
    officer.delivered()


def test_a_report_with_a_bad_photo_goes_without_it(desk: AtDesk, site: str) -> None:
    officer = Officer(desk(wide=False, lang="en"), HOME)
    officer.begin()
    officer.lose_network()
    officer.shoot(b"no picture at all")
    officer.say("坏照片")
    officer.send()
    officer.back()
    officer.find_network()
    why = officer.letters("refused").locator("[role=alert]")
    expect(why).to_have_text("This kind of file is not taken in")
    officer.page.locator("[data-edit]").click()
    officer.page.locator("[data-photo] button").click()
    officer.send()
    officer.page.locator(".receipt .number").wait_for()
    assert len(cases_of(site, "坏照片")) == 1
    officer.delivered()
