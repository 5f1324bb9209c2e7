"""An officer goes on duty by one press, and the dispatcher sees where they are meanwhile."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Geolocation, expect

from gisgrid.maps.rules import tile_at
from tests.browser.driver import Desk
from tests.browser.officer_desk import Officer

pytestmark = pytest.mark.browser
WHERE: Geolocation = {"longitude": 113.1702, "latitude": 35.2418, "accuracy": 9}
VIEW = "17/35.2418/113.1702"


@pytest.mark.long
def test_who_is_on_duty_is_seen_by_the_dispatcher_until_they_go_off(
    desk: Callable[..., Desk],
) -> None:
    officer = Officer(desk(wide=False), WHERE)
    officer.begin()
    officer.turn_duty(on=True)
    office = desk()
    office.open("/dispatch", map=VIEW)
    office.sign_in("dispatcher")
    office.settled()
    office.click_map()
    shown = office.page.locator(".popup", has_text="在岗网格员")
    expect(shown).to_contain_text("5 分钟以内")
    name = shown.locator("dd").first.inner_text()
    place = tile_at(WHERE["longitude"], WHERE["latitude"], 14)
    address = f"{office.site}/tiles/officer/{place.z}/{place.x}/{place.y}.mvt"
    assert name.encode() in office.page.request.get(address).body()
    with office.page.expect_response(lambda one: "/tiles/officer/" in one.url):
        officer.turn_duty(on=False)
    assert name.encode() not in office.page.request.get(address).body()
