"""The first page in a real browser: the map, who answers, a report, a case that is worked."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.dispatch_desk import dispatched
from tests.browser.driver import Desk
from tests.photos import jpeg

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
PLACE = "113.168,35.235"
NEAR_BORDER = "113.15,35.262"


@pytest.mark.parametrize(("lang", "wide"), [("zh", True), ("en", False)], ids=["desk", "phone"])
def test_the_map_draws_the_district_in_both_languages_on_both_screens(
    desk: AtDesk, tmp_path: Path, lang: str, wide: bool
) -> None:
    page = desk(wide=wide, lang=lang).open()
    page.picture(tmp_path / "district.png")
    said = {"zh": "示意边界", "en": "Demo borders"}[lang]
    expect(page.page.locator(".demo-mark")).to_have_text(said)
    nearer = {"zh": "放大", "en": "Zoom in"}[lang]
    expect(page.page.locator(".maplibregl-ctrl-zoom-in")).to_have_accessible_name(nearer)
    assert (tmp_path / "district.png").stat().st_size > 30_000


def test_a_click_on_the_map_says_who_answers(desk: AtDesk) -> None:
    page = desk().open()
    page.click_map()
    expect(page.panel().locator(".chain li")).to_have_count(4)
    expect(page.panel()).to_contain_text("****")
    assert "/here" in page.page.url
    assert "at=113." in page.page.url


def test_near_a_border_both_sides_are_named(desk: AtDesk) -> None:
    page = desk(lang="en").open("/here", at=NEAR_BORDER)
    expect(page.panel().locator(".side")).to_have_count(2)
    expect(page.panel()).to_contain_text("m to the nearest border")


def test_an_address_reproduces_the_view(desk: AtDesk) -> None:
    page = desk().open("/here", at=PLACE, map="14/35.235/113.168", layers="culvert,-river")
    page.page.locator(".opener").click()
    boxes = page.page.locator(".switch .list")
    expect(boxes.get_by_label("河流")).not_to_be_checked()
    boxes.get_by_label("河流").click()
    expect(boxes.get_by_label("河流")).to_be_checked()
    expect(page.page).to_have_url(re.compile(r"map=14.*layers=culvert(&|$)"))


def test_a_citizen_reports_and_follows_by_the_link(desk: AtDesk) -> None:
    page = desk(wide=False).open("/report", at=PLACE)
    number = page.report("路灯不亮，晚上走路看不见")
    page.page.locator("[data-follow]").click()
    expect(page.panel()).to_contain_text(number)
    expect(page.panel()).to_contain_text("路灯不亮")


def test_a_report_becomes_a_case_that_the_unit_signs_in(desk: AtDesk, site: str) -> None:
    number = dispatched(site)
    unit = desk().enter("unit-cg").open(f"/cases/{number}")
    expect(unit.panel().locator("tbody tr")).to_have_count(5)
    unit.take("sign_in")
    expect(unit.panel().locator(".state")).to_contain_text("处置中")
    expect(unit.panel().locator(".steps li")).not_to_have_count(0)
    unit.take("feedback", note="灯泡已换", photos=jpeg())
    expect(unit.panel().locator(".state")).to_contain_text("已反馈")


def test_without_signing_in_no_case_is_shown(desk: AtDesk) -> None:
    page = desk().open("/cases/20260101-000001-0")
    expect(page.panel()).to_contain_text("请登录")
    expect(page.panel().locator(".steps")).to_have_count(0)


def test_the_language_and_the_light_are_switched_in_place(desk: AtDesk) -> None:
    page = desk().open()
    page.page.get_by_role("button", name="切换为英文").click()
    expect(page.page.locator("h1")).to_have_text("Zhongzhan grid")
    page.page.get_by_role("button", name="Dark").click()
    page.settled()
    expect(page.page.locator("html")).to_have_class("dark")
    assert "lang=en" in page.page.url


@pytest.mark.long
@pytest.mark.parametrize(("lang", "wide"), [("zh", False), ("en", True)], ids=["phone", "desk"])
def test_the_reporter_rates_what_was_answered_and_has_it_reopened(
    desk: AtDesk, tmp_path: Path, lang: str, wide: bool
) -> None:
    citizen = desk(wide=wide, lang=lang).open("/report", at=PLACE)
    number = citizen.report("举报一家黑作坊")
    citizen.page.locator("[data-follow]").click()
    expect(citizen.panel()).to_contain_text(number)
    expect(citizen.panel().locator("[data-rating], [data-reopen]")).to_have_count(0)
    desk(lang=lang).answer(number)

    citizen.page.reload()
    citizen.panel().locator("[data-score='4']").click()
    citizen.panel().locator("[data-resolved=partly]").click()
    citizen.picture(tmp_path / "rating.png")
    citizen.panel().locator("[data-rating] button[type=submit]").click()
    expect(citizen.panel().locator(".card")).to_have_text(RATED[lang])
    citizen.panel().locator("[data-reopen]").click()
    citizen.panel().locator("#reopen-reason").fill("第二天又开工了")
    citizen.picture(tmp_path / "reopening.png")
    citizen.panel().locator("[data-reopening] button[type=submit]").click()
    expect(citizen.panel().locator(".state")).to_have_text({"zh": "已受理", "en": "Received"}[lang])
    expect(citizen.panel().locator(".card")).to_have_count(0)


RATED = {"zh": "您已评价，谢谢。", "en": "You have rated it. Thank you."}


def test_a_line_is_measured_by_clicks_and_ends_with_escape(desk: AtDesk) -> None:
    found = desk(lang="zh")
    found.open("/", map="15/35.24/113.18")
    found.page.locator("[data-measure]").click()
    length = found.page.locator("[data-length]")
    expect(length).to_have_text("在地图上依次点击")
    found.click_map(0.6, 0.4)
    found.click_map(0.8, 0.4)
    expect(length).to_have_text(re.compile(r"^[\d.]+ (米|公里)$"))
    two = length.inner_text()
    found.click_map(0.8, 0.6)
    expect(length).not_to_have_text(two)
    found.page.locator("[data-undo]").click()
    expect(length).to_have_text(two)
    found.page.keyboard.press("Escape")
    expect(length).to_have_count(0)
    assert "at=" not in found.page.url
