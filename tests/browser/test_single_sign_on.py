"""The city's single sign-on in a browser, at a real provider: who arrives, and who is told why."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from gisgrid.run import Urls
from tests.browser.conftest import web_of
from tests.browser.driver import Desk
from tests.oidc_provider import CLIENT, SECRET, knows, provider

pytestmark = pytest.mark.browser
NAME = "焦作市统一身份认证"


@contextmanager
def beside_a_provider(urls: Urls) -> Iterator[tuple[str, str]]:
    """Serve a district beside a provider; give both addresses."""
    with provider() as port:
        issuer = f"http://localhost:{port}"
        chosen = {
            "GISGRID_OIDC_ISSUER": issuer,
            "GISGRID_OIDC_CLIENT_ID": CLIENT,
            "GISGRID_OIDC_CLIENT_SECRET": SECRET,
            "GISGRID_OIDC_NAME": NAME,
            "GISGRID_DEMO": "1",
        }
        with web_of(urls, chosen) as site:
            yield site, issuer


def go_by_the_provider(desk: Desk, subject: str) -> None:
    """Press the button of the dialog, and sign in at the provider."""
    desk.page.get_by_role("link", name=NAME).click()
    desk.page.locator("input[name=sub]").fill(subject)
    desk.page.get_by_role("button", name="Authorize", exact=True).click()


def test_who_is_known_arrives_signed_in_and_who_is_not_is_told_why(
    browser: Browser, browser_district: Urls
) -> None:
    with beside_a_provider(browser_district) as (site, issuer):
        knows(issuer, "88", preferred_username="stranger")
        knows(issuer, "77", preferred_username="dispatcher")
        desk = Desk.anew(browser, site, wide=True, lang="zh")
        elsewhere = lambda url: not url.startswith((site, issuer))  # noqa: E731 - what is stopped
        desk.context.route(elsewhere, lambda asked: asked.abort())
        desk.page.goto(f"{site}/nearby?lang=zh")
        desk.page.locator(".bar .strong").click()

        go_by_the_provider(desk, "88")
        told = desk.page.locator(".sso [role=alert]")
        expect(told).to_contain_text("在本系统没有对应人员")
        expect(desk.page.locator(".bar .who")).to_have_count(0)

        go_by_the_provider(desk, "77")
        expect(desk.page.locator(".bar .who")).to_be_visible()
        expect(desk.page).to_have_url(re.compile(rf"^{site}/nearby\?.*lang=zh"))
        expect(desk.page.locator(".sso")).to_have_count(0)
        desk.close()
