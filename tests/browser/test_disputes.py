"""Nobody knows whose it is: class and place found by hand, a consultation, and its decision."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.dispatch_desk import dispatched, sent
from tests.browser.driver import Desk

pytestmark = [pytest.mark.browser, pytest.mark.long]
AtDesk = Callable[..., Desk]
HOUSING, CITY = "中站区房管中心", "中站区城市管理局"


def signed_in(desk: AtDesk, login: str, number: str) -> Desk:
    return desk().enter(login).open(f"/cases/{number}")


def state(page: Desk, words: str) -> None:
    expect(page.panel().locator(".state")).to_contain_text(words)


def test_a_report_without_class_or_place_is_given_both_by_hand(desk: AtDesk, site: str) -> None:
    number = sent(site, {"text": "外墙的装饰线条掉下来一块"})
    centre = signed_in(desk, "dispatcher", number)
    state(centre, "已受理")
    centre.begin("reroute")
    centre.choose("class", "外立面")
    centre.click_map(0.5, 0.55)
    expect(centre.page.locator("#step-pin")).to_contain_text("113.")
    centre.confirm()
    expect(centre.panel().locator("h2")).to_contain_text("外立面")
    state(centre, "已派遣")


def test_two_units_sit_together_and_the_grid_office_decides(desk: AtDesk, site: str) -> None:
    number = dispatched(site)
    centre = signed_in(desk, "dispatcher", number)
    centre.begin("consult")
    centre.choose("parties", HOUSING, CITY)
    centre.fill(due="2030-01-02T12:00", note="权属不清")
    centre.confirm()
    state(centre, "会商中")

    housing = signed_in(desk, "unit-fg", number)
    housing.begin("say")
    housing.page.locator("#step-wanted").get_by_text("主办").click()
    housing.fill(note="房改房，由我中心维修")
    housing.confirm()

    office = signed_in(desk, "gridoffice", number)
    office.begin("decide")
    office.choose("lead", HOUSING)
    office.choose("assists", CITY)
    for task in office.page.locator("#step-tasks input").all():
        task.fill("修复外墙")
    office.fill(due="2030-01-03T18:00", note="由房管中心主办")
    office.confirm()
    state(office, "已派遣")
    expect(office.panel()).to_contain_text(HOUSING)


def test_a_unit_asks_for_more_time_and_the_books_rest_it(desk: AtDesk, site: str) -> None:
    number = dispatched(site)
    unit = signed_in(desk, "unit-cg", number)
    unit.take("sign_in")
    state(unit, "处置中")
    unit.take("ask_extension", note="等配件", amount="2")
    office = signed_in(desk, "gridoffice", number)
    office.take("grant_extension")
    office.take("shelve", note="整条路改造", until="2030-03-01T00:00")
    state(office, "挂账")
    office.take("resume")
    state(office, "处置中")


def test_what_two_units_send_back_is_ruled_upon_and_becomes_a_rule(desk: AtDesk, site: str) -> None:
    number = dispatched(site)
    unit = signed_in(desk, "unit-cg", number)
    unit.take("return", note="不属我局")
    state(unit, "已退单")
    ruler = signed_in(desk, "supervisor", number)
    ruler.begin("arbitrate")
    ruler.choose("lead", CITY)
    ruler.page.locator(".el-checkbox", has_text="成为责任规则").click()
    ruler.fill(note="路灯由城管局办理")
    ruler.confirm()
    state(ruler, "已派遣")
    expect(ruler.panel().locator("[data-action=return]")).to_have_count(0)
