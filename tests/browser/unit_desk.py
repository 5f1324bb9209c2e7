"""A unit before its desk, and a contractor before the link that the unit sent."""

from playwright.sync_api import Locator, expect

from tests.browser.driver import Desk


class Unit:
    """What a unit's dispatcher does, in their own words."""

    def __init__(self, desk: Desk, login: str = "unit-cg") -> None:
        self.desk, self.page, self.login = desk, desk.page, login

    def begin(self) -> None:
        """Sign in and look at the orders."""
        self.desk.enter(self.login).open("/desk")
        self.page.locator("[data-tab]").first.wait_for()

    def order(self, tab: str, number: str) -> Locator:
        """Look under a tab for the order of a case."""
        self.page.locator(f"[data-tab={tab}]").click()
        return self.page.locator("[data-order]", has_text=number)

    def work(self, tab: str, number: str) -> None:
        """Open the case of an order."""
        self.order(tab, number).click()
        self.desk.panel().locator("[data-action]").first.wait_for()

    def back(self) -> None:
        """Go back to the orders."""
        self.page.locator("[data-back]").click()
        self.page.locator("[data-tab]").first.wait_for()

    def state(self, words: str) -> None:
        """See the case in a state."""
        expect(self.desk.panel().locator(".state")).to_contain_text(words)

    def draw(self, *places: tuple[float, float]) -> None:
        """Draw a stretch on the map, each place a share of its width and height."""
        self.page.locator("[data-draw]").click()
        for place in places:
            self.desk.click_map(*place)
        expect(self.page.locator("[data-drawn]")).to_contain_text(str(len(places)))
        self.page.locator("[data-draw-end]").click()
        expect(self.page.locator("[data-draw]")).to_be_visible()

    def contractors_path(self) -> str:
        """Make the contractor's link; return where it leads."""
        self.page.locator("[data-make-link]").click()
        return self.page.locator("#contractor-link").input_value().removeprefix(self.desk.site)


class Contractor:
    """Somebody outside, with nothing but a link."""

    def __init__(self, desk: Desk, path: str) -> None:
        self.desk, self.page = desk, desk.page
        self.page.goto(f"{desk.site}{path}?lang={desk.lang}")
        self.page.locator("[data-sheet]").wait_for()

    def say_done(self, note: str, photo: bytes) -> None:
        """Say what was done, with a photo."""
        self.page.locator("#done-note").fill(note)
        self.desk.upload("done-photos", photo)
        self.page.locator("[data-sheet] button[type=submit]").click()
        self.page.locator("[data-thanks]").wait_for()
