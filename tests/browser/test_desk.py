"""A unit works its orders; a contractor without an account works on one by link."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.dispatch_desk import LAMP, dispatched, reported
from tests.browser.driver import Desk
from tests.browser.test_access import AXE, violations
from tests.browser.unit_desk import Contractor, Unit
from tests.photos import jpeg

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
HANDLER = "梁琪明"
AT_ONCE_MS = 6000
"""Two seconds after the dispatch, which a worker makes, on a machine that is busy."""


@pytest.fixture
def number(site: str) -> str:
    """The number of a lamp that was reported and dispatched."""
    return dispatched(site)


@pytest.mark.long
def test_a_unit_signs_gives_it_to_a_contractor_and_feeds_back(desk: AtDesk, number: str) -> None:
    unit = Unit(desk())
    unit.begin()
    unit.work("to_sign", number)
    unit.desk.take("sign_in")
    unit.state("处置中")
    unit.desk.take("assign_onward", contractor="亮丽照明公司", note="明天前修好")
    path = unit.contractors_path()

    contractor = Contractor(desk(wide=False), path)
    expect(contractor.page.locator("[data-sheet]")).to_contain_text("路灯不亮")
    expect(contractor.page.locator("[data-told]")).to_have_text("明天前修好")
    ways = contractor.page.locator("[data-ways] a").first
    assert (ways.get_attribute("href") or "").startswith("geo:35.235,113.168")
    if AXE.exists():
        assert violations(contractor.desk, "link") == []
    contractor.say_done("灯泡已更换", jpeg())

    unit.page.reload()
    expect(unit.desk.panel().locator(".steps")).to_contain_text("灯泡已更换")
    unit.desk.take("feedback", note="已修好", photos=jpeg())
    unit.state("已反馈")
    unit.back()
    expect(unit.order("waiting", number)).to_be_visible()


def test_what_is_dispatched_is_on_the_desk_without_a_reload(desk: AtDesk) -> None:
    unit = Unit(desk())
    unit.begin()
    number = reported(unit.desk.site, "广场路灯不亮", LAMP)
    expect(unit.order("to_sign", number)).to_be_visible(timeout=AT_ONCE_MS)


@pytest.mark.long
def test_an_order_goes_to_one_person_who_sees_what_is_theirs(desk: AtDesk, number: str) -> None:
    unit = Unit(desk())
    unit.begin()
    unit.page.locator("[data-station]").click()
    expect(unit.page.locator("[data-roster]")).to_contain_text(HANDLER)
    unit.back()
    unit.work("to_sign", number)
    unit.desk.take("sign_in")
    unit.state("处置中")
    unit.desk.begin("assign_onward")
    unit.desk.choose("person", HANDLER)
    unit.desk.confirm()
    expect(unit.desk.panel()).to_contain_text(f"由{HANDLER}办理")

    handler = Unit(desk(wide=False), "handler-cg")
    handler.begin()
    handler.page.locator("[data-mine]").click()
    expect(handler.order("in_hand", number)).to_contain_text("由我办理")
    handler.page.locator("[data-station]").click()
    expect(handler.page.locator("[data-roster]")).to_contain_text("****")


@pytest.mark.long
def test_a_unit_hands_back_with_the_place_a_stretch_and_a_photo(desk: AtDesk, number: str) -> None:
    unit = Unit(desk())
    unit.begin()
    unit.work("to_sign", number)
    unit.desk.begin("return")
    unit.desk.click_map(0.55, 0.5)
    expect(unit.page.locator("#step-pin")).to_contain_text("113.")
    unit.draw((0.5, 0.4), (0.6, 0.45), (0.7, 0.45))
    unit.desk.upload("step-photos", jpeg())
    unit.desk.fill(note="灯杆属公路局")
    unit.desk.confirm()
    unit.state("已退单")
    expect(unit.desk.panel().locator(".steps [data-evidence]")).to_contain_text("113.")
    expect(unit.desk.panel().locator(".steps [data-line]")).to_contain_text("路段")


def test_an_opinion_stands_on_the_slip(desk: AtDesk, number: str) -> None:
    unit = Unit(desk(wide=False))
    unit.begin()
    unit.work("to_sign", number)
    unit.page.locator("[data-opinion]").click()
    unit.page.locator("#slip-opinion").fill("今晚处理")
    unit.page.locator(".opinion button[type=submit]").click()
    expect(unit.desk.panel().locator("table")).to_contain_text("今晚处理")


@pytest.mark.long
@pytest.mark.skipif(not AXE.exists(), reason="axe comes with `npm ci` in frontend/")
@pytest.mark.parametrize(
    ("wide", "lang", "dark"), [(True, "zh", True), (False, "en", False)], ids=["desk", "phone"]
)
def test_axe_finds_nothing_on_the_desk(
    desk: AtDesk, number: str, wide: bool, lang: str, dark: bool
) -> None:
    unit = Unit(desk(wide=wide, lang=lang, dark=dark))
    unit.begin()
    expect(unit.order("to_sign", number)).to_be_visible()
    found = violations(unit.desk, "orders")
    unit.work("to_sign", number)
    found += violations(unit.desk, "work")
    unit.back()
    unit.page.locator("[data-station]").click()
    unit.page.locator("[data-own-station]").first.wait_for()
    found += violations(unit.desk, "station")
    assert found == []
