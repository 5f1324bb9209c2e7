"""Everybody can use the page: axe finds nothing against WCAG 2 A and AA."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.driver import Desk

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
RUN = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']}).then(found => found.violations)"
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
    found = []
    for path, query in PAGES:
        page.open(path, **query)
        page.page.locator(".opener").click()
        page.page.evaluate(AXE.read_text(encoding="utf-8"))
        found += [(path, v["id"], v["nodes"][0]["target"]) for v in page.page.evaluate(RUN)]
    assert found == []
