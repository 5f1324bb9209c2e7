"""The dispatcher's desk in the words of the trade."""

from pathlib import Path

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.driver import Desk

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
NEAR = (113.168, 35.235)
WHISTLE = "appeal/0104"
"""A class that always waits for a person."""


class Dispatcher:
    """Somebody at the dispatch desk, and the keys they have pressed."""

    def __init__(self, desk: Desk, login: str = "dispatcher") -> None:
        self.desk, self.page, self.keys = desk, desk.page, 0
        desk.open("/dispatch")
        desk.sign_in(login)
        desk.settled()
        self.listens()

    def listens(self) -> None:
        """Wait until the queues are counted and the stream stands."""
        self.page.locator("[data-live=true]").wait_for()
        expect(self.page.locator("[data-queue=open] b")).not_to_be_empty()

    def press(self, *keys: str) -> None:
        """Press keys, counting them."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def turn(self, queue: str) -> None:
        """Look at another queue."""
        self.page.locator(f"[data-queue={queue}]").click()

    def row(self, number: str) -> Locator:
        """Return a case's row in the list."""
        return self.page.locator(f"[data-case='{number}']")

    def detail(self) -> Locator:
        """Return the panel over the list."""
        return self.page.locator(".detail")

    def look(self, number: str) -> None:
        """Open a case by its address."""
        self.desk.open(f"/dispatch/cases/{number}")
        expect(self.detail()).to_contain_text(number)
        self.listens()


def reported(site: str, text: str, key: str = WHISTLE) -> str:
    """Report as a citizen elsewhere does; return the number."""
    body = {"text": text, "lon": NEAR[0], "lat": NEAR[1], "class_key": key}
    answer = httpx.post(f"{site}/api/reports", json=body)
    assert answer.status_code == 201, answer.text
    number: str = answer.json()["number"]
    return number
