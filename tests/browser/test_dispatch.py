"""The dispatcher's desk in a real browser: what comes in is there, worked by keys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Response, expect

from tests.browser.dispatch_desk import LAMP, Dispatcher, acting, reported
from tests.browser.driver import Desk
from tests.browser.test_access import AXE, violations

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
FEW_KEYS = 5
AT_ONCE_MS = 4000
"""Two seconds, and as much again for a machine that is busy; polling would take fifteen."""
BORDER = (113.15, 35.262)
HOUSING, CITY = "中站区房管中心", "中站区城市管理局"


def test_what_is_reported_is_on_the_board_at_once(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    number = reported(centre.desk.site, "举报小区门口违规收费")
    expect(centre.row(number)).to_be_visible(timeout=AT_ONCE_MS)


def test_what_is_reported_is_on_the_map_at_once(desk: AtDesk) -> None:
    centre = Dispatcher(desk(), map="16/35.235/113.168")
    numbers: list[str] = []

    def drawn(answer: Response) -> bool:
        tile = "/tiles/case/" in answer.url and answer.status == 200
        return tile and bool(numbers) and numbers[0].encode() in answer.body()

    with centre.page.expect_response(drawn, timeout=AT_ONCE_MS):
        numbers.append(reported(centre.desk.site, "举报围挡占路"))


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


@pytest.mark.long
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


@pytest.mark.long
def test_what_two_units_sent_back_is_dispatched_together(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    numbers = [reported(centre.desk.site, f"{n} 号路灯不亮", LAMP) for n in (1, 2)]
    with acting(centre.desk.site, "unit-cg") as unit:
        for number in numbers:
            centre.look(number)
            centre.state("已派遣")
            unit.take(number, "return", note="不属我局")
    centre.turn("returned")
    centre.page.keyboard.press("Escape")
    centre.choose(*numbers)
    centre.dispatch_chosen(HOUSING)
    for number in numbers:
        expect(centre.row(number)).to_have_count(0)
        centre.look(number)
        centre.state("已派遣")
        expect(centre.detail()).to_contain_text(HOUSING)


def test_a_dragged_pin_says_who_takes_over_from_whom(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    number = reported(centre.desk.site, "举报河边倾倒")
    centre.look(number)
    before = centre.area()
    centre.desk.begin("reroute")
    centre.drag_pin(-260, -180)
    hands = centre.hands()
    for what in ("所属网格", "网格长"):
        expect(hands.locator("p", has_text=what)).to_contain_text("→")
    centre.desk.confirm()
    expect(centre.detail().locator("[data-area]")).not_to_contain_text(before)


def test_of_an_uncertain_place_the_desk_says_how_much_lies_where(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    number = reported(
        centre.desk.site, "举报围墙倾斜", lon=BORDER[0], lat=BORDER[1], accuracy_m=120
    )
    centre.look(number)
    shares = centre.detail().locator("[data-shares] li")
    expect(shares.nth(1)).to_be_visible()
    told = [int(one.split()[0]) for one in shares.locator("strong").all_inner_texts()]
    assert told == sorted(told, reverse=True)
    assert 99 <= sum(told) <= 101


@pytest.mark.long
def test_a_merge_is_undone(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    one, other = (reported(centre.desk.site, f"举报第 {n} 次") for n in (1, 2))
    centre.look(other)
    centre.desk.take("merge", target=one)
    centre.state("已合并")
    centre.desk.take("unmerge")
    centre.state("已受理")


@pytest.mark.long
def test_a_consultation_goes_from_the_question_to_the_decided_lead(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    number = reported(centre.desk.site, "外墙线条掉落", LAMP)
    centre.look(number)
    centre.state("已派遣")
    centre.desk.begin("consult")
    centre.desk.choose("parties", HOUSING, CITY)
    centre.desk.fill(due="2030-01-02T12:00", note="权属不清")
    centre.desk.confirm()
    centre.state("会商中")
    with acting(centre.desk.site, "unit-fg") as housing:
        housing.take(number, "say", note="房改房，由我中心维修", wanted="lead")
    expect(centre.detail().locator("[data-party]", has_text=HOUSING)).to_contain_text("主办")

    office = Dispatcher(desk(), "gridoffice")
    office.look(number)
    office.desk.begin("decide")
    office.desk.choose("lead", HOUSING)
    office.page.locator("#step-tasks input").fill("修复外墙")
    office.desk.fill(due="2030-01-03T18:00", note="由房管中心主办")
    office.desk.confirm()
    office.state("已派遣")
    expect(office.detail()).to_contain_text(HOUSING)


@pytest.mark.long
def test_a_call_is_taken_by_its_place_and_answered_at_once(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    centre.press("c")
    page = centre.page
    page.locator("#caller").fill("张女士")
    page.locator("#phone").fill("13812345678")
    page.locator("#text").fill("咨询居住证怎么办理")
    page.locator("#place").fill("怡光社区")
    page.locator("[data-places] button").first.click()
    expect(page.locator(".stands")).to_be_visible()
    page.locator("#class").fill("咨询")
    page.locator(".el-select-dropdown__item:visible").first.click()
    page.locator("#reply").fill("携身份证到街道便民中心办理")
    page.locator("[data-answer]").click()
    number = page.locator(".receipt .number").inner_text().strip()
    centre.look(number)
    expect(centre.detail().locator(".state")).to_contain_text("已结案")


def test_a_call_is_filed_by_keys_and_dispatched(desk: AtDesk) -> None:
    centre = Dispatcher(desk())
    centre.press("c")
    page = centre.page
    page.locator("#phone").fill("13812345678")
    page.locator("#text").fill("门口路灯不亮")
    page.locator("#place").fill("怡光社区")
    page.locator("[data-places] button").first.click()
    page.locator(".chips button", has_text="路灯").first.click()
    page.locator("#text").press("Control+Enter")
    number = page.locator(".receipt .number").inner_text().strip()
    centre.look(number)
    centre.state("已派遣")


@pytest.mark.long
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
