"""Takes the pictures of every page in docs/screens/ and writes docs/screens.md, which shows them.

`python -m tools.screens [PAGE …]` builds a district of its own, fills it with a month of cases,
walks the pages in Chinese and English on a phone and on a desktop, and ends all that it started.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Geolocation, Page, sync_playwright

from gisgrid.identity import DEMO_PASSWORD
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.driver import Desk
from tools.screens_pages import IDLE, LEADS_ON, SHOTS, Shot
from tools.screens_site import Site, filled

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "docs" / "screens"
SHEET: Final = ROOT / "docs" / "screens.md"
BESIDE: Final[Geolocation] = {"longitude": 113.1533, "latitude": 35.2476, "accuracy": 8}
"""Where the telephone says that it stands: at home, beside an asset of the round."""
MOST_BYTES: Final = 250_000
FEWEST: Final = 32
LANGUAGES: Final = {"zh-CN": "zh", "en": "en"}
WIDTHS: Final = {390: False, 1440: True}
COMPOSED: Final = tuple(one for one in ARGUMENTS if one != "--disable-gpu-compositing")
"""Without compositing what floats over a map loses what lies below it, in pictures alone."""
MAPLESS: Final = {shot.page for shot in SHOTS if "/admin" in shot.path} | {"links", "slip"}

STILL = """() => document.getAnimations().every((one) =>
  one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)"""
"""Nothing that ends is still moving: a dialog that fades in is half a picture."""


def main(words: list[str]) -> int:
    """Take the pictures of the pages named, or of all; then write the sheet."""
    chosen = [shot for shot in SHOTS if not words or shot.page in words]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as files, filled(Path(files)) as site, browser() as opened:
        for shot in chosen:
            take(opened, site, shot)
    SHEET.write_text("".join(sheet()), encoding="utf-8")
    return 0


@contextmanager
def browser() -> Iterator[Browser]:
    """Open the system's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*COMPOSED])
        yield started
        started.close()


def take(opened: Browser, site: Site, shot: Shot) -> None:
    """Take a page's pictures in both languages on both screens."""
    for lang, short in LANGUAGES.items():
        for width, wide in WIDTHS.items():
            desk = Desk.anew(opened, site.address, wide=wide, lang=short)
            desk.context.grant_permissions(["geolocation"])
            desk.context.set_geolocation(BESIDE)
            if shot.login:
                said = {"login": shot.login, "password": DEMO_PASSWORD}
                desk.context.request.post(f"{site.address}/api/session", data=said)
            look(desk.page, site, shot, short)
            keep(desk.page.screenshot(), FOLDER / name(shot, lang, width))
            desk.close()


def look(page: Page, site: Site, shot: Shot, lang: str) -> None:
    """Open a page and wait until it shows what it is about, and its map is drawn."""
    path = shot.path.format(
        case=site.case, order=site.order, link=site.link, token=site.token, asset=site.asset
    )
    page.goto(f"{site.address}{path}?lang={lang}&{shot.query}")
    if shot.page == "report":
        page.locator("#text").fill("小区后门的垃圾堆了三天，没人清运。")
        page.locator(".chips button").first.click()
    if shot.page == "rounds":
        page.locator("details:has([data-checked]) > summary").click()
    if shot.found:
        page.locator(IDLE).wait_for(state="attached")
        seek(page, shot)
    if shot.press:
        page.locator(shot.press).first.click()
    page.locator(shot.ready).first.wait_for()
    if shot.page not in MAPLESS:
        page.locator(IDLE).wait_for(state="attached")
    page.wait_for_function(STILL)


def seek(page: Page, shot: Shot) -> None:
    """Look for what is shown, and open its card's last page where that is the picture."""
    page.keyboard.press("/")
    page.locator("search input").fill(shot.found)
    if shot.card:
        page.locator("[data-found=asset]").first.click()
        page.locator(".maplibregl-popup button", has_text=LEADS_ON).click()


def keep(shot: bytes, path: Path) -> None:
    """Write a picture with as many colours as the limit of size allows."""
    whole = Image.open(BytesIO(shot)).convert("RGB")
    colours = 256
    while len(written := png(fewer(whole, colours))) > MOST_BYTES and colours > FEWEST:
        colours //= 2
    path.write_bytes(written)


def png(image: Image.Image) -> bytes:
    """Return an image as the bytes of its file."""
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def fewer(whole: Image.Image, colours: int) -> Image.Image:
    """Draw a picture with so many colours: three of four are its commonest, as they are.

    A page is made of even colours, and a state is told by its own: what mixes them to fewer
    tints every grey. Only the rest, the edges of letters, is drawn in the nearest colour.
    """
    dots = np.asarray(whole, dtype=np.int32).reshape(-1, 3)
    each, which, many = np.unique(
        dots @ (1 << 16, 1 << 8, 1), return_inverse=True, return_counts=True
    )
    there = np.stack((each >> 16, each >> 8 & 255, each & 255), axis=1)
    kept = there[np.argsort(-many, kind="stable")[: colours * 3 // 4]]
    rest = Image.fromarray(there.astype(np.uint8)[None]).quantize(colours - len(kept))
    edges = np.array(rest.getpalette(), dtype=np.int64).reshape(-1, 3)
    palette = np.concatenate((kept, edges))[:colours]
    near = ((there[:, None] - palette[None]) ** 2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    drawn = Image.fromarray(near[which].reshape(whole.height, whole.width), "P")
    drawn.putpalette(palette.astype(np.uint8).tobytes())
    return drawn


def name(shot: Shot, lang: str, width: int) -> str:
    """Name a picture's file."""
    return f"{shot.page}-{lang}-{width}.png"


def sheet() -> Iterator[str]:
    """Describe every page with its four pictures."""
    yield "# Every page as it looks\n\nTaken by `make screens` from a district with a month of "
    yield "simulated cases; borders, people and cases are invented. Look before a release.\n"
    for shot in SHOTS:
        yield f"\n## {shot.title}\n\n`{shot.path}`" + (f", {shot.login}" if shot.login else "")
        yield "\n\n"
        for lang in LANGUAGES:
            for width in WIDTHS:
                size = 180 if width == 390 else 640
                yield f'<img src="screens/{name(shot, lang, width)}" width="{size}" '
                yield f'alt="{shot.title}, {lang}, {width} px">\n'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
