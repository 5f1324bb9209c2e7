"""Browser profiles that are used again: a profile forgets its person and keeps the web app."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext

DESKTOP: Final = {"width": 1440, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
PERSONAL: Final = "cookies,local_storage,indexeddb,cache_storage,service_workers"


@dataclass(frozen=True)
class Look:
    """What kind of screen it is, in which language and light."""

    wide: bool
    lang: str
    dark: bool = False


class Profiles:
    """The profiles of one browser before one site.

    Chromium keeps a profile's downloads and its compiled scripts, so that a page opens in little
    more than half the time of a first visit.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser, self._site = browser, site
        self._free: dict[Look, list[BrowserContext]] = defaultdict(list)

    def take(self, look: Look) -> BrowserContext:
        """Return a profile that nobody uses, a new one if need be."""
        free = self._free[look]
        return free.pop() if free else self.fresh(look)

    def fresh(self, look: Look) -> BrowserContext:
        """Return a profile that was never used."""
        return opened(self._browser, look)

    def give_back(self, look: Look, profile: BrowserContext) -> None:
        """Close what is open, and forget the person: signed in nowhere, nothing kept."""
        last = profile.new_page()
        for page in profile.pages:
            if page is not last:
                page.close()
        profile.set_offline(False)
        profile.clear_permissions()
        profile.clear_cookies()
        devtools = profile.new_cdp_session(last)
        what = {"origin": self._site, "storageTypes": PERSONAL}
        devtools.send("Storage.clearDataForOrigin", what)
        last.close()
        self._free[look].append(profile)


def opened(browser: Browser, look: Look) -> BrowserContext:
    """Open a profile that has never been used."""
    size: Any = DESKTOP if look.wide else PHONE
    return browser.new_context(
        viewport=size,
        has_touch=not look.wide,
        locale="en-US" if look.lang == "en" else "zh-CN",
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if look.dark else "light",
        reduced_motion="reduce",
    )
