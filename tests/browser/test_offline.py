"""A report that finds no network waits on the device, and is delivered once when it is back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.driver import Desk

pytestmark = pytest.mark.browser


def test_a_report_without_a_network_waits_and_is_delivered_once(desk: Callable[..., Desk]) -> None:
    phone = desk(wide=False).open("/report", at="113.168,35.235")
    phone.page.locator("#text").fill("断网时发现路灯不亮")
    phone.page.context.set_offline(True)
    phone.page.locator("form button[type=submit]").last.click()
    expect(phone.page.locator(".kept")).to_be_visible()
    expect(phone.page.locator("[data-outbox]")).to_be_visible()
    with phone.page.expect_response(lambda one: one.url.endswith("/api/reports")) as sent:
        phone.page.context.set_offline(False)
    assert sent.value.status == 201
    expect(phone.page.locator("[data-outbox]")).to_have_count(0)
    phone.complaints.clear()  # the browser logs what it could not reach meanwhile
