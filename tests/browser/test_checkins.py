"""An officer checks in at an asset without a network, and it is delivered once."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Geolocation, expect

from tests.browser.driver import PASSWORD, Desk
from tests.browser.officer_desk import Officer

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
SHED = "shed-33"
OTHERS = "details:has([data-checked]) > summary"
BESIDE: Geolocation = {"longitude": 113.1533, "latitude": 35.2476, "accuracy": 8}


def made_at(site: str, code: str) -> list[dict[str, Any]]:
    """Return the check-ins at an asset, as the dispatch centre reads them."""
    with httpx.Client(base_url=site, headers={"Origin": site}) as client:
        known = {"login": "dispatcher", "password": PASSWORD, "code": None}
        assert client.post("/api/session", json=known).is_success
        due = client.get("/api/check-ins/due", params={"limit": 500}).json()["assets"]
        asset = next(one["id"] for one in due if one["code"] == code)
        made: list[dict[str, Any]] = client.get(f"/api/assets/{asset}/check-ins").json()[
            "check_ins"
        ]
        assert client.delete("/api/session").is_success
    return made


def test_a_check_in_without_a_network_is_delivered_once(desk: AtDesk, site: str) -> None:
    officer = Officer(desk(wide=False), BESIDE)
    before = len(made_at(site, SHED))
    officer.begin()
    officer.carry_along("/api/check-ins/due")
    page = officer.page
    officer.lose_network()
    page.locator("[data-rounds]").click()
    page.locator(OTHERS).click()
    page.locator(f"[data-asset={SHED}] a").click()
    page.locator("[data-place] strong").wait_for()
    page.locator(".results button", has_text="异常").click()
    page.locator("#check-note").fill("灭火器压力不足")
    officer.send()
    page.locator("[data-checked-in=kept]").wait_for()
    page.locator("[data-checked-in] a").click()
    page.locator(OTHERS).click()
    expect(page.locator(f"[data-asset={SHED}]")).to_contain_text("待送达")

    officer.find_network()
    officer.delivered()
    made = made_at(site, SHED)
    assert len(made) == before + 1
    assert (made[0]["result"], made[0]["note"]) == ("abnormal", "灭火器压力不足")
