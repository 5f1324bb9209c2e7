"""One's own account: where one is signed in, and keys for other programs."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.driver import Desk
from tests.browser.test_access import AXE, violations

pytestmark = pytest.mark.browser


def reads(page: Desk, key: str) -> int:
    headers = {"authorization": f"Bearer {key}"}
    return httpx.get(f"{page.site}/ogc/collections/case/items", headers=headers).status_code


def test_a_map_key_is_made_shown_once_and_ended(desk: Callable[..., Desk]) -> None:
    page = desk().enter("dispatcher").open()
    page.page.locator(".bar .who").click()
    dialog = page.page.get_by_role("dialog")
    dialog.locator("#key-name").fill("办公室 QGIS")
    dialog.locator("form button[type=submit]").click()
    key = dialog.locator("code").inner_text()
    assert reads(page, key) == 200
    row = dialog.locator("li", has_text="办公室 QGIS")
    expect(row).to_contain_text("未使用过")
    if AXE.exists():
        assert violations(page, "account") == []
    row.get_by_role("button").click()
    expect(row).to_have_count(0)
    assert reads(page, key) == 401


@pytest.mark.long
def test_signing_out_everywhere_ends_every_browser(desk: Callable[..., Desk]) -> None:
    one, other = desk().open(), desk(wide=False).enter("gridoffice")
    one.sign_in("gridoffice")
    one.page.locator(".bar .who").click()
    dialog = one.page.get_by_role("dialog")
    expect(dialog.locator(".this")).to_have_count(1)
    dialog.get_by_role("button", name="全部退出").click()
    one.page.locator(".bar .strong").wait_for()
    other.open()
    expect(other.page.locator(".bar .strong")).to_be_visible()
