"""The dispatcher's desk in a real browser: what comes in is there, worked by keys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.dispatch_desk import AXE, Dispatcher, reported
from tests.browser.driver import Desk
from tests.browser.test_access import violations

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
FEW_KEYS = 5
AT_ONCE_MS = 4000
"""Two seconds, and as much again for a machine that is busy; polling would take fifteen."""


def test_what_is_reported_is_on_the_board_at_once(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    number = reported(centre.desk.site, "举报小区门口违规收费")
    expect(centre.row(number)).to_be_visible(timeout=AT_ONCE_MS)


def test_a_waiting_report_is_filed_with_a_few_keys(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    number = reported(centre.desk.site, "举报夜间偷倒垃圾")
    expect(centre.row(number)).to_be_visible()
    centre.page.locator("[data-case]").last.wait_for()
    centre.press("k")  # the newest stands last
    expect(centre.detail()).to_contain_text(number)
    centre.press("1")
    expect(centre.page.locator("#step-condition .el-radio").first).to_be_visible()
    centre.press("1", "Enter")
    expect(centre.row(number)).to_have_count(0)
    assert centre.keys <= FEW_KEYS


def test_two_at_one_case_see_each_other_and_nobody_overwrites(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    number = reported(centre.desk.site, "举报占道经营")
    centre.look(number)
    office = Dispatcher(desk(), "gridoffice")
    office.look(number)
    expect(centre.page.locator("[data-others]")).to_be_visible(timeout=AT_ONCE_MS)
    office.desk.begin("decline")
    office.desk.fill(note="不属实")
    centre.desk.take("ask_verify")
    expect(office.page.locator("[data-news]")).to_be_visible(timeout=AT_ONCE_MS)
    office.page.locator(".form button[type=submit]").click()
    expect(office.page.locator(".form [role=alert]")).to_be_visible()
    office.desk.complaints.clear()  # the browser notes the refusal too


def test_a_call_is_taken_by_its_place_and_answered_at_once(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    centre.press("c")
    page = centre.page
    page.locator("#caller").fill("张女士")
    page.locator("#phone").fill("13812345678")
    page.locator("#text").fill("咨询居住证怎么办理")
    page.locator("#place").fill("怡光社区")
    page.locator("[data-places] button").first.click()
    expect(page.locator(".spot")).to_be_visible()
    page.locator("#class").fill("咨询")
    page.locator(".el-select-dropdown__item:visible").first.click()
    page.locator("#reply").fill("携身份证到街道便民中心办理")
    page.locator("[data-answer]").click()
    number = page.locator(".receipt .number").inner_text().strip()
    centre.look(number)
    expect(centre.detail().locator(".state")).to_contain_text("已结案")


@pytest.mark.skipif(not AXE.exists(), reason="axe comes with `npm ci` in frontend/")
@pytest.mark.parametrize(("wide", "lang", "dark"), [(True, "zh", False), (False, "en", True)])
def test_everybody_can_use_the_desk(desk: AtDesk, wide: bool, lang: str, dark: bool) -> None:
    number = reported(desk().site, "举报噪音扰民")
    centre = Dispatcher(desk(wide=wide, lang=lang, dark=dark))
    found = violations(centre.desk, "list")
    centre.look(number)
    found += violations(centre.desk, "case")
    centre.desk.open("/dispatch/call")
    found += violations(centre.desk, "call")
    assert found == []
