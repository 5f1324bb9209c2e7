"""The officer's phone: where it stands, what it reports, and what it holds without a network."""

import re
from typing import Any

from playwright.sync_api import Geolocation, Locator, expect

from tests.browser.driver import Desk
from tests.photos import jpeg


class Officer:
    """A grid officer with a phone, at a place."""

    def __init__(self, desk: Desk, where: Geolocation, login: str = "officer1") -> None:
        self.desk, self.page = desk, desk.page
        desk.context.grant_permissions(["geolocation"])
        desk.context.set_geolocation(where)
        self.login = login

    def begin(self) -> None:
        """Open the page, sign in, and wait until the app is on the phone."""
        self.desk.enter(self.login).open("/officer")
        self.page.locator("#patrol-photo").wait_for()
        self.worker_stands()
        self.carry_along("/api/me", "/api/classes", "/api/leaders", "/api/grid/editions/")

    def worker_stands(self) -> None:
        """Wait until the service worker answers this page."""
        self.page.wait_for_function("() => navigator.serviceWorker?.controller !== null")

    def begin_again(self) -> None:
        """Open the page anew, signed in as before."""
        self.desk.open("/officer")
        self.page.locator("#patrol-photo").wait_for()

    def report(self, words: str) -> str:
        """Report a dumped heap with words and no photo, at once; return the number."""
        self.page.locator("[data-without-photo]").click()
        self.page.locator(".stands strong").wait_for()
        self.say(words)
        self.send()
        return self.page.locator(".receipt .number").inner_text().strip()

    def say(self, words: str) -> None:
        """Choose the first class of the form, and write words."""
        self.page.locator(".choices button").first.click()
        if not self.page.locator("#text").is_visible():
            self.page.locator("form summary").click()
        self.page.locator("#text").fill(words)

    def stand_at(self, where: Geolocation) -> None:
        """Walk somewhere."""
        self.desk.context.set_geolocation(where)

    def carry_along(self, *needed: str) -> None:
        """Wait until the service worker holds these addresses, or what begins with one.

        One that ends with a slash is a beginning.
        """
        held = """async (needed) => {
            const names = await caches.keys()
            const keys = async (name) => (await caches.open(name)).keys()
            const held = await Promise.all(names.map(keys))
            const paths = held.flat().map((one) => new URL(one.url).pathname)
            return needed.every((one) =>
                paths.some((path) => path === one || (one.endsWith("/") && path.startsWith(one))))
        }"""
        self.desk.until(held, list(needed))

    def turn_duty(self, on: bool) -> None:
        """Go on duty, until the position is sent, or off."""
        self.page.locator("[data-turn-duty]").click()
        shown = self.page.locator(f"[data-duty={'on' if on else 'off'}]")
        expect(shown).to_contain_text("已送达" if on else "未上岗")

    def lose_network(self) -> None:
        """Walk out of the network."""
        self.desk.context.set_offline(True)

    def find_network(self) -> None:
        """Come back into the network."""
        self.desk.context.set_offline(False)

    def shoot(self, content: bytes | None = None) -> None:
        """Take the photo that begins a report."""
        buffer = jpeg() if content is None else content
        photo: Any = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": buffer}
        self.page.locator("#patrol-photo").set_input_files(photo)
        self.page.locator("[data-photo=sent]").wait_for()

    def send(self) -> None:
        """Send the form that is open."""
        self.page.locator("form button[type=submit]").last.click()

    def letters(self, state: str = "waiting") -> Locator:
        """Return what the queue shows in a state."""
        return self.page.locator(f"[data-letter={state}]")

    def back(self) -> None:
        """Go back to the tasks."""
        self.page.locator(".rail a", has_text=re.compile("巡查|Patrol")).click()
        self.page.locator("#patrol-photo").wait_for()

    def delivered(self) -> None:
        """Wait until nothing waits any more; what the browser missed meanwhile is forgiven."""
        expect(self.page.locator("[data-outbox]")).to_have_count(0)
        self.desk.complaints.clear()

    def close_and_open_again(self) -> None:
        """Close the page, as a telephone does, and open it again."""
        self.page.close()
        self.page = self.desk.page = self.desk.new_page()
        self.begin_again()
