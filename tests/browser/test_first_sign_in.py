"""The first sign-in outside demo mode: an initial password is changed, a telephone enrolled."""

import time

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from gisgrid import identity
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.run import Urls
from tests.browser.driver import Desk

pytestmark = [pytest.mark.browser, pytest.mark.long]
GOOD = "sieben-Tassen-Tee"
LOGIN = "secadmin"


@pytest.fixture
def initial(browser_district: Urls) -> str:
    engine = engine_of(browser_district.app, pool_size=1)
    with sessions_of(engine).begin() as tx:
        password = identity.reset_password(tx, LOGIN)
    engine.dispose()
    return password


def test_a_new_administrator_is_led_through_to_a_code_at_sign_in(
    browser: Browser, real_site: str, initial: str
) -> None:
    desk = Desk.anew(browser, real_site, wide=True, lang="zh")
    page = desk.open().page
    page.locator(".bar .strong").click()
    expect(page.locator(".logins")).to_have_count(0)
    send(page, login=LOGIN, password=initial)
    send(page, before=initial, fresh=GOOD, again=GOOD)
    send(page, own=GOOD)
    secret = enrolled(page)
    page.locator(".bar .tool").last.click()
    page.locator(".bar .strong").click()
    send(page, login=LOGIN, password=GOOD)
    # The code of this half minute is spent; a telephone may be a step ahead.
    send(page, code=pyotp.TOTP(secret).at(int(time.time()) + 30))
    expect(page.locator(".bar .who")).to_be_visible()
    expect(page.locator(".el-dialog")).to_be_hidden()
    desk.close()
    assert desk.elsewhere == []


def send(page: Page, **fields: str) -> None:
    """Fill in the dialog's form and send it."""
    for field, words in fields.items():
        page.locator(f"#{field}").fill(words)
    page.locator(".el-dialog form button[type=submit]").click()


def enrolled(page: Page) -> str:
    """Scan the code that is shown, prove it, keep the recovery codes; return the secret."""
    shown = page.locator(".el-dialog img")
    shown.wait_for()
    assert shown.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    secret = page.locator(".el-dialog code").inner_text()
    send(page, digits=pyotp.TOTP(secret).now())
    expect(page.locator(".codes li")).to_have_count(8)
    page.locator(".el-dialog button.el-button").click()
    expect(page.locator(".el-dialog")).to_be_hidden()
    return secret
