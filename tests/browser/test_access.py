"""Everybody can use the page: axe finds nothing against WCAG 2 A and AA."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Geolocation

from tests.browser.dispatch_desk import LAMP, reported
from tests.browser.driver import Desk
from tests.browser.officer_desk import Officer

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
RUN = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']}).then(found => found.violations)"
BESIDE_SHED: Geolocation = {"longitude": 113.1533, "latitude": 35.2476, "accuracy": 8}
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/", {}),
    ("/here", {"at": "113.15,35.262"}),
    ("/report", {"at": "113.168,35.235"}),
)


@pytest.mark.skipif(not AXE.exists(), reason="axe comes with `npm ci` in frontend/")
@pytest.mark.parametrize(
    ("wide", "lang", "dark"), [(True, "zh", False), (False, "en", True)], ids=["desk", "phone"]
)
def test_axe_finds_nothing(desk: Callable[..., Desk], wide: bool, lang: str, dark: bool) -> None:
    page = desk(wide=wide, lang=lang, dark=dark)
    found: list[tuple[str, str, list[str]]] = []
    for path, query in PAGES:
        page.open(path, **query)
        page.page.locator(".opener").click()
        found += violations(page, path)
    assert found == []


SETTLE = """() => Promise.all(document.getAnimations()
  .filter((one) => one instanceof CSSTransition)
  .map((one) => one.finished.catch(() => 0))).then(() => 0)"""


def violations(page: Desk, where: str) -> list[tuple[str, str, list[str]]]:
    """Return what axe finds on the page as it stands."""
    page.page.evaluate(SETTLE)  # a colour on its way to another has neither's contrast
    page.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.page.evaluate(RUN)
    return [(where, v["id"], one["target"]) for v in found for one in v["nodes"]]


@pytest.mark.long
@pytest.mark.skipif(not AXE.exists(), reason="axe comes with `npm ci` in frontend/")
@pytest.mark.parametrize(
    ("wide", "lang", "dark"), [(True, "en", True), (False, "zh", False)], ids=["desk", "phone"]
)
def test_axe_finds_nothing_where_cases_are_worked(
    desk: Callable[..., Desk], wide: bool, lang: str, dark: bool
) -> None:
    page = desk(wide=wide, lang=lang, dark=dark).enter("dispatcher").open()
    number = reported(page.site, "路灯不亮", LAMP)
    page.panel().locator("a.row").first.wait_for()
    found = violations(page, "list")
    page.open(f"/cases/{number}")
    page.panel().locator("[data-action]").first.click()
    found += violations(page, "case")
    assert found == []


@pytest.mark.long
@pytest.mark.skipif(not AXE.exists(), reason="axe comes with `npm ci` in frontend/")
def test_axe_finds_nothing_where_an_answer_is_rated(desk: Callable[..., Desk]) -> None:
    page = desk(wide=False, lang="en", dark=True).open("/report", at="113.168,35.235")
    number = page.report("举报一家黑作坊")
    page.page.locator("[data-follow]").click()
    desk().answer(number)
    page.page.reload()
    page.panel().locator("[data-score='4']").click()
    page.panel().locator("[data-reopen]").click()
    page.panel().locator("#reopen-reason").fill("又开工了")
    assert violations(page, "follow") == []


@pytest.mark.long
@pytest.mark.skipif(not AXE.exists(), reason="axe comes with `npm ci` in frontend/")
@pytest.mark.parametrize(
    ("wide", "lang", "dark"), [(True, "zh", False), (False, "en", True)], ids=["desk", "phone"]
)
def test_axe_finds_nothing_on_an_officers_round(
    desk: Callable[..., Desk], wide: bool, lang: str, dark: bool
) -> None:
    officer = Officer(desk(wide=wide, lang=lang, dark=dark), BESIDE_SHED)
    page = officer.desk.enter(officer.login).open("/officer/rounds")
    page.panel().locator("details:has([data-checked]) > summary").click()
    found = violations(page, "due list")
    page.panel().locator("[data-asset=shed-33] a").click()
    page.panel().locator("[data-place] strong").wait_for()
    page.panel().locator(".results button").last.click()
    found += violations(page, "check-in")
    assert found == []
