"""The dispatcher's desk in the words of the trade."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.driver import PASSWORD, Desk

NEAR = (113.168, 35.235)
WHISTLE = "appeal/0104"
"""A class that always waits for a person."""
LAMP = "component/0137"
"""A class that is filed and dispatched to the urban management bureau without a hand."""
ASKED_AT_MOST = 2000
"""How often a case is looked at until it is dispatched: some twenty seconds of asking."""


class Dispatcher:
    """Somebody at the dispatch desk, and the keys they have pressed."""

    def __init__(self, desk: Desk, login: str = "dispatcher", **query: str) -> None:
        self.desk, self.page, self.keys = desk, desk.page, 0
        desk.enter(login).open("/dispatch", **query)
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

    def choose(self, *numbers: str) -> None:
        """Tick cases in the list."""
        for number in numbers:
            self.row(number).locator("input").check()

    def dispatch_chosen(self, station: str) -> None:
        """Dispatch the ticked cases together."""
        bar = self.page.locator(".bulk")
        bar.locator("input").click(force=True)
        bar.locator("input").fill(station)
        self.page.locator(".el-select-dropdown__item:visible", has_text=station).first.click()
        bar.locator("button[type=submit]").click()
        expect(bar).to_have_count(0)

    def state(self, words: str) -> None:
        """See the case that is open in a state."""
        expect(self.detail().locator(".state")).to_contain_text(words)

    def area(self) -> str:
        """Return the areas of the case that is open."""
        return self.detail().locator("[data-area]").inner_text().split("\n")[0]

    def drag_pin(self, right: int, down: int) -> None:
        """Drag the pin over the map by pixels."""
        pin = self.page.locator(".maplibregl-marker.loose")
        pin.wait_for()
        self.desk.settled()
        box = pin.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right / 2, y + down / 2)
        self.page.mouse.move(x + right, y + down)
        self.page.mouse.up()

    def hands(self) -> Locator:
        """Return what a moved pin would change."""
        return self.page.locator("[data-hands]")

    def end_shift(self, note: str) -> None:
        """Hand over with a note."""
        self.page.locator("#shift-note").fill(note)
        self.page.locator("[data-end]").click()
        self.page.locator("[data-waiting]").wait_for()


def reported(site: str, text: str, key: str = WHISTLE, **more: float) -> str:
    """Report as a citizen elsewhere does; return the number."""
    return sent(site, {"text": text, "lon": NEAR[0], "lat": NEAR[1], "class_key": key, **more})


def sent(site: str, body: dict[str, Any]) -> str:
    """Send a report; return its number."""
    answer = httpx.post(f"{site}/api/reports", json=body)
    assert answer.status_code == 201, answer.text
    number: str = answer.json()["number"]
    return number


def dispatched(site: str, text: str = "路灯不亮", key: str = LAMP) -> str:
    """Report what is dispatched without a hand; return the number once a worker has done it."""
    number = reported(site, text, key)
    with acting(site, "dispatcher") as centre:
        answers = (centre.case(number)["status"] for _ in range(ASKED_AT_MOST))
        assert "dispatched" in answers
    return number


class Elsewhere:
    """Somebody who works a case at another desk."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def case(self, number: str) -> dict[str, Any]:
        """Return a case as it is now."""
        found: dict[str, Any] = self.client.get(f"/api/cases/{number}").json()
        return found

    def take(self, number: str, action: str, note: str, **codes: Any) -> None:
        """Take a step."""
        body = {"action": action, "note": note, "codes": codes}
        answer = self.client.post(f"/api/cases/{number}/steps", json=body)
        assert answer.status_code == 201, answer.text


@contextmanager
def acting(site: str, login: str) -> Iterator[Elsewhere]:
    """Sign in at another desk."""
    with httpx.Client(base_url=site, headers={"origin": site}) as client:
        said = {"login": login, "password": PASSWORD}
        assert client.post("/api/session", json=said).status_code == 201
        yield Elsewhere(client)
