"""One report from a mini program to its rating, on everybody's own screen, with the real worker."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from gisgrid.kernel import datum
from tests.browser.citizen_desk import Citizen
from tests.browser.dispatch_desk import Dispatcher
from tests.browser.driver import Desk
from tests.photos import jpeg

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
NINE_METRES_INSIDE = (113.1530288, 35.2462872)
"""In 东王封村第5网格, officer1's; across the border lies another subdistrict."""
AT_ONCE_MS = 4000
"""Two seconds, and as much again for a machine that is busy; polling would take fifteen."""
KEPT = "number => caches.match(`/api/cases/${number}?lang=zh`).then(Boolean)"
"""Whether the officer's phone has the case for a place without a network."""


@pytest.fixture
def centre(desk: AtDesk) -> Dispatcher:
    """The dispatcher, looking at what lies near a border."""
    looking = Dispatcher(desk())
    looking.turn("border")
    return looking


def reported(desk: AtDesk) -> tuple[Citizen, str]:
    """Report exposed waste from a mini program, in its own datum; follow it."""
    lon, lat = datum.from_wgs84(*NINE_METRES_INSIDE, "gcj02")
    citizen = Citizen(desk(wide=False))
    here = {"lon": f"{lon:.7f}", "lat": f"{lat:.7f}"}
    citizen.desk.open("/report", embed="1", datum="gcj02", **here)
    citizen.say("路边暴露垃圾没人清理")
    expect(citizen.page.locator("[data-near]")).to_be_visible()
    number = citizen.send()
    return citizen, number


def handled_without_a_network(desk: AtDesk, number: str) -> None:
    """Sign in to the task, lose the network, feed back with a photo, and come back."""
    phone = desk(wide=False).enter("officer1").open("/officer")
    phone.page.locator(f"a.row[href*='{number}']").click()
    phone.take("sign_in")
    expect(phone.panel().locator("[data-action=feedback]")).to_be_visible()
    phone.until(KEPT, number)
    phone.page.context.set_offline(True)
    phone.page.reload()
    phone.take("feedback", note="已清运，地面冲洗干净", photos=jpeg())
    expect(phone.page.locator("[data-outbox]")).to_be_visible()
    phone.page.context.set_offline(False)
    expect(phone.page.locator("[data-outbox]")).to_have_count(0)
    expect(phone.panel().locator(".state")).to_contain_text("已反馈")
    phone.complaints.clear()  # the browser logs what it could not reach meanwhile


@pytest.mark.long
def test_from_a_mini_program_near_a_border_to_the_citizens_rating(
    desk: AtDesk, centre: Dispatcher
) -> None:
    citizen, number = reported(desk)

    expect(centre.row(number)).to_be_visible(timeout=AT_ONCE_MS)
    centre.row(number).locator("a").click()
    expect(centre.detail().locator(".why")).to_contain_text("距边界 9 米")
    expect(centre.detail().locator(".why")).to_contain_text("东王封村")
    expect(centre.detail().locator(".state")).to_contain_text("已派遣")  # without a hand

    handled_without_a_network(desk, number)

    checker = desk(wide=False).enter("checker").open(f"/officer/cases/{number}")
    checker.take("check_pass", photos=jpeg("navy"))
    expect(centre.detail().locator(".state")).to_contain_text("已核查", timeout=AT_ONCE_MS)
    centre.desk.take("close")
    expect(centre.detail().locator(".state")).to_contain_text("已结案")

    citizen.page.locator("[data-follow]").click()
    citizen.page.locator("[data-score='5']").click()
    citizen.page.locator("[data-resolved=yes]").click()
    citizen.page.locator("[data-rating] button[type=submit]").click()
    expect(citizen.page.locator(".card")).to_have_text("您已评价，谢谢。")
