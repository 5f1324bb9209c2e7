"""An officer checks in at an asset without a network, and it is delivered once."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Geolocation, Locator, expect

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


def search(officer: Officer, words: str, kind: str) -> Locator:
    """Search with the phone's button; return what was found of a kind."""
    officer.page.locator("[data-search]").click()
    officer.page.get_by_role("combobox").fill(words)
    expect(officer.page.locator("search [role=status]")).to_contain_text("离线")
    return officer.page.locator(f"[data-found={kind}]")


def search_without_a_network(officer: Officer) -> None:
    """Find what the phone itself holds, go there, and read that other words are not on it."""
    search(officer, SHED, "asset").click()
    expect(officer.page.locator(".maplibregl-popup")).to_contain_text(SHED)
    officer.page.keyboard.press("Escape")
    place = search(officer, "许衡街道", "place").filter(has_text="许衡街道").first
    expect(place).to_be_visible()
    expect(search_again(officer, "没有这样的地方")).to_have_count(0)
    expect(officer.page.locator("search [role=status]")).to_contain_text("本机保存")
    officer.page.locator("search .shut").click()


def search_again(officer: Officer, words: str) -> Locator:
    """Write other words into the open search; return all that is found."""
    officer.page.get_by_role("combobox").fill(words)
    return officer.page.locator("[data-found]")


def test_a_check_in_without_a_network_is_delivered_once(desk: AtDesk, site: str) -> None:
    officer = Officer(desk(wide=False), BESIDE)
    before = len(made_at(site, SHED))
    officer.begin()
    officer.carry_along("/api/check-ins/due")
    page = officer.page
    officer.lose_network()
    search_without_a_network(officer)
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
