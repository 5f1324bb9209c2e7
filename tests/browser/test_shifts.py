"""A shift is handed over at the desk, and the next dispatcher takes it over."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.dispatch_desk import Dispatcher, reported
from tests.browser.driver import Desk
from tests.browser.test_access import AXE, violations

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]


@pytest.mark.long
def test_the_next_dispatcher_reads_how_the_shift_was_left_and_takes_over(desk: AtDesk) -> None:
    leaver = Dispatcher(desk())
    number = reported(leaver.desk.site, "举报夜间施工")
    leaver.press("s")
    leaver.end_shift("夜间有雨，盯住下穿立交")
    expect(leaver.page.locator("[data-waiting]")).to_contain_text("等待接班人确认")
    if AXE.exists():
        assert violations(leaver.desk, "shift") == []

    comer = Dispatcher(desk(), "dispatcher2")
    expect(comer.page.locator("[data-shift]")).to_contain_text("有交接待确认")
    comer.press("s")
    left = comer.page.locator("[data-waiting]")
    expect(left).to_contain_text("夜间有雨，盯住下穿立交")
    expect(left).to_contain_text("李可宁")
    comer.page.locator("[data-take]").click()
    expect(comer.page.locator("[data-running]")).to_be_visible()
    expect(comer.page.locator("[data-past]").first).to_contain_text("李可宁")

    printed = comer.page.context.new_page()
    href = comer.page.locator("[data-past] a").last.get_attribute("href")
    printed.goto(f"{comer.desk.site}{href}")
    expect(printed.locator("body")).to_contain_text("夜间有雨，盯住下穿立交")
    expect(comer.row(number)).to_be_visible()
