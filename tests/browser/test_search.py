"""One box for places, cases, assets and people: by keyboard over the map, by thumb on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.dispatch_desk import LAMP, reported
from tests.browser.driver import Desk
from tests.browser.test_access import AXE, violations

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]


def found(desk: Desk, kind: str) -> Locator:
    """Return what was found of a kind."""
    return desk.page.locator(f"[data-found={kind}]")


def clean(desk: Desk, where: str) -> None:
    if AXE.exists():
        assert violations(desk, where) == []


def test_a_dispatcher_opens_a_case_and_a_place_by_keyboard(desk: AtDesk, site: str) -> None:
    number = reported(site, "灯罩松动欲坠", LAMP)
    page = desk().enter("dispatcher").open("/dispatch")
    press = page.page.keyboard.press
    field = page.page.get_by_role("combobox", name="搜地点")

    press("/")
    expect(field).to_be_focused()
    field.fill(number)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(found(page, "case")).to_contain_text(number)
    clean(page, "answers")
    press("Enter")
    expect(page.page).to_have_url(re.compile(f"/dispatch/cases/{number}"))

    press("Escape")
    press("/")
    field.fill("许衡街道")
    expect(found(page, "place").first).to_have_attribute("aria-selected", "true")
    expect(found(page, "place").first).to_contain_text("许衡街道")
    press("Enter")
    expect(page.page).to_have_url(re.compile(r"/dispatch/here\?.*at=113\."))
    expect(page.page.locator(".detail .chain").first).to_be_visible()

    press("/")
    field.fill("没有这样的地方")
    expect(page.page.locator("search [role=status]")).to_contain_text("没有找到")
    press("Escape")
    expect(field).to_have_value("")


def test_a_citizen_finds_a_place_by_thumb_and_no_ones_case(desk: AtDesk, site: str) -> None:
    number = reported(site, "灯罩松动欲坠", LAMP)
    phone = desk(wide=False).open()
    phone.page.locator("[data-search]").click()
    field = phone.page.get_by_role("combobox")
    field.fill(number)
    expect(phone.page.locator("search [role=status]")).to_contain_text("没有找到")
    field.fill("许衡广场")
    row = found(phone, "place").filter(has_text="许衡广场").first
    expect(row).to_be_visible()
    clean(phone, "phone")
    row.click()
    expect(phone.page).to_have_url(re.compile(r"/here\?.*at=113\."))
    expect(phone.panel().locator(".chain").first).to_be_visible()
    expect(phone.page.locator("#search")).to_have_count(0)
