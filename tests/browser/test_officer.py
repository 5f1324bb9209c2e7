"""The officer's phone: a patrol report with its photo in three taps."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Geolocation, expect

from tests.browser.driver import Desk
from tests.photos import jpeg

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
RUN = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']}).then(found => found.violations)"
INSIDE: Geolocation = {"longitude": 113.168, "latitude": 35.235, "accuracy": 8}


def officer(desk: AtDesk, where: Geolocation) -> Desk:
    """Open the officer's page on a phone that stands somewhere."""
    phone = desk(wide=False)
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(where)
    phone.enter("officer1").open("/officer")
    phone.page.locator("#patrol-photo").wait_for()
    return phone


def shoot(phone: Desk) -> None:
    """Take the photo that begins a report: the first tap."""
    photo = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    phone.page.locator("#patrol-photo").set_input_files(photo)  # type: ignore[arg-type]
    phone.page.locator("[data-photo=sent]").wait_for()


def test_a_patrol_report_with_photo_takes_three_taps(desk: AtDesk) -> None:
    phone = officer(desk, INSIDE)
    if AXE.exists():
        phone.page.evaluate(AXE.read_text())
        assert json.dumps(phone.page.evaluate(RUN)) == "[]"
    shoot(phone)
    phone.page.locator(".stands strong").wait_for()
    phone.page.locator(".choices button").first.click()
    phone.page.locator("form button[type=submit]").last.click()
    expect(phone.page.locator(".receipt .number")).not_to_be_empty()
