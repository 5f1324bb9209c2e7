"""A citizen before the web app: no account, a phone in the hand."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.driver import Desk

COUNT = """() => {
    window.hands = {taps: 0, characters: 0}
    const hear = (what, act) => document.addEventListener(what, act, true)
    hear('pointerdown', (one) => { if (one.isTrusted) window.hands.taps += 1 })
    hear('input', (one) => {
        if (one.target.type === 'file') window.hands.taps += 1
        else window.hands.characters += (one.data || '').length
    })
}"""


class Citizen:
    """What a citizen does, in their own words."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page

    def begin(self) -> None:
        """Go from the start to the form."""
        self.page.locator("[data-report]").click()
        self.page.locator("#text").wait_for()

    def stand_at(self, lon: float, lat: float, accuracy: float) -> None:
        """Let the device know where it is, and take its word."""
        self.desk.context.grant_permissions(["geolocation"])
        here: Any = {"longitude": lon, "latitude": lat, "accuracy": accuracy}
        self.desk.context.set_geolocation(here)
        self.page.locator("[data-locate]").click()
        expect(self.page).to_have_url(re.compile(rf"at={lon}"))

    def say(self, text: str, phone: str = "") -> None:
        """Write what happened and take the first class that is offered."""
        self.page.locator("#text").fill(text)
        self.page.locator(".chips button").first.click()
        if phone:
            self.page.locator("#phone").fill(phone)

    def send(self) -> str:
        """Send the report; return its number."""
        self.page.locator("form button[type=submit]").last.click()
        return self.page.locator(".receipt .number").inner_text().strip()

    def count(self) -> None:
        """Count from now on what a hand does: taps, the taking of a photo, characters."""
        self.page.evaluate(COUNT)

    def hands(self) -> tuple[int, int]:
        """Return how many taps and how many characters it took."""
        done = self.page.evaluate("window.hands")
        return done["taps"], done["characters"]

    def prove(self, phone: str) -> None:
        """Prove the telephone by the code of the demo."""
        self.page.locator("#own-phone").fill(phone)
        self.page.locator("[data-prove] button[type=submit]").click()
        expect(self.page.locator("#own-code")).to_have_value(re.compile(r"\d{6}"))
        self.page.locator("[data-prove] button[type=submit]").click()
