"""Whatever people write stays text: nothing of it runs in the list, popup, case page or slip."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from playwright.sync_api import Browser, expect

from gisgrid.kernel.db import engine_of
from tests.browser.admin_desk import Administrator
from tests.browser.conftest import served
from tests.browser.driver import Desk
from tests.browser.poison import (
    EVIL,
    LAMP,
    PLACE,
    WAITING,
    ZOOM,
    beside,
    pixels,
    poison,
    spot,
    with_popup,
)
from tests.conftest import cloned
from tests.databases import Databases, district_template

pytestmark = pytest.mark.browser
LISTEN = """
  window.heard = [];
  document.addEventListener('securitypolicyviolation', (one) =>
    window.heard.push(one.effectiveDirective + ' ' + one.blockedURI));
"""
OFFICES = {
    "sysadmin": ("people", "stations", "devices"),
    "steward": ("rules", "overrides", "classes", "calendar"),
    "gridoffice": ("rounds", "bulletins"),
    "auditadmin": ("audit",),
}
"""Who administers, and their sections in which words of others stand."""
WITHOUT_WORDS = {"import", "layers", "redact", "coverage"}
"""Sections that show none before something is chosen, and holes, of which the demo has none."""
SECTIONS = Path(__file__).parents[2] / "frontend/src/pages/admin/sections.ts"
MADE_OF_IT = "img[src=x], a[href^='javascript:'], iframe, svg[onload], script:not([src])"


@dataclass(frozen=True)
class Poisoned:
    """A served district in which the class of lamps and one case hold markup."""

    site: str
    number: str
    token: str


@pytest.fixture(scope="module")
def poisoned(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poisoned]:
    for urls in cloned(databases, "poisoned", district_template):
        owner = engine_of(urls.owner, 1)
        with owner.begin() as tables:
            poison(tables)
        owner.dispose()
        with served(urls, tmp_path_factory.mktemp("files")) as site:
            sent(site, said_at("case", WAITING))
            told = sent(site, said_at("dispatch_order", LAMP))
            yield Poisoned(site, told["number"], told["token"])


def said_at(layer: str, key: str) -> dict[str, Any]:
    """Return what somebody reports where a layer's thing is to lie."""
    lon, lat = spot(layer)
    return {"class_key": key, "text": EVIL, "place_text": EVIL, "lon": lon, "lat": lat}


def sent(site: str, said: dict[str, Any]) -> dict[str, Any]:
    """Report, and return the receipt."""
    told: dict[str, Any] = httpx.post(f"{site}/api/reports", json=said, timeout=30).json()
    return told


@pytest.fixture(scope="module")
def screen(browser: Browser, poisoned: Poisoned) -> Iterator[Desk]:
    """A browser that notes whatever the policy stops."""
    desk = Desk.anew(browser, poisoned.site, wide=True, lang="zh")
    desk.context.add_init_script(LISTEN)
    yield desk
    desk.close()


@pytest.fixture
def reader(screen: Desk) -> Iterator[Desk]:
    """The dispatcher before it."""
    yield screen.enter("dispatcher")
    assert screen.complaints == []


def click_beside_the_place(desk: Desk, right: int, down: int) -> None:
    """Click the map so many pixels away from where its middle was: a tall card moves the map."""
    canvas = desk.page.locator(".maplibregl-canvas")
    box = canvas.bounding_box()
    view = re.search(r"map=[\d.]+/([\d.]+)/([\d.]+)", unquote(desk.page.url))
    assert box is not None
    assert view is not None
    off_right, off_down = beside(float(view[2]), float(view[1]))
    x, y = box["width"] / 2 + right - off_right, box["height"] / 2 + down - off_down
    canvas.click(position={"x": x, "y": y})


def harmless(desk: Desk, *, own: int = 0) -> None:
    """See that nothing ran, that nothing had to be stopped, and that no markup was made."""
    assert desk.page.evaluate("window.ran") is None
    assert desk.page.evaluate("window.heard") == []
    assert desk.page.locator(MADE_OF_IT).count() == own


def test_lists_popups_of_every_layer_and_what_is_found_show_markup_as_text(reader: Desk) -> None:
    lon, lat = PLACE
    hidden = ",".join(layer.id for layer in with_popup().values() if not layer.shown)
    reader.open("/", map=f"{ZOOM}/{lat}/{lon}", layers=hidden)
    row = reader.panel().locator(".cases li", has_text="window.ran=1")
    expect(row.first).to_contain_text("<img src=x")
    popup = reader.page.locator(".popup")
    for layer in with_popup().values():
        click_beside_the_place(reader, *pixels(layer.id))
        expect(popup.locator("h3")).to_have_text(layer.title.zh)
        expect(popup).to_contain_text("<img src=x")
        reader.page.keyboard.press("Escape")
        expect(popup).to_have_count(0)
    reader.page.get_by_role("combobox").first.fill("路灯")
    for kind in ("case", "place", "asset", "person"):
        expect(reader.page.locator(f"[data-found={kind}]").first).to_contain_text("<img src=x")
    harmless(reader)
    reader.page.locator("[data-found=asset]").first.click()
    expect(popup).to_contain_text("<img src=x")
    harmless(reader)


def test_the_lists_of_administration_show_markup_as_text(reader: Desk) -> None:
    for login, sections in OFFICES.items():
        admin = Administrator(reader, login)
        for section in sections:
            admin.page.locator(f"[data-section={section}]").click()
            expect(admin.body()).to_contain_text("<img src=x")
            harmless(reader)


def test_every_section_of_administration_is_looked_at() -> None:
    sections = set(re.findall(r"{ id: '(\w+)'", SECTIONS.read_text("utf-8")))
    assert sections == {one for own in OFFICES.values() for one in own} | WITHOUT_WORDS


def test_the_case_and_its_slip_show_markup_as_text_and_the_slip_s_own_script_runs(
    reader: Desk, poisoned: Poisoned
) -> None:
    address = f"{poisoned.site}/api/cases/{poisoned.number}/slip"
    reader.page.goto(f"{poisoned.site}/cases/{poisoned.number}?lang=zh")
    expect(reader.panel().locator("h2")).to_have_text(EVIL)
    expect(reader.panel().locator("p.text")).to_have_text(EVIL)
    expect(reader.panel().locator("tbody tr")).to_have_count(5)
    harmless(reader)
    reader.page.goto(f"{address}.html")
    expect(reader.page.locator("body")).to_contain_text("<img src=x")
    harmless(reader, own=1)
    reader.page.evaluate("window.print = () => { window.printed = true }")
    reader.page.locator("button").click()
    assert reader.page.evaluate("window.printed") is True
    expect(reader.page.locator("h1")).to_have_css("text-align", "center")


def test_the_follower_sees_markup_as_text(reader: Desk, poisoned: Poisoned) -> None:
    reader.page.goto(f"{poisoned.site}/follow/{poisoned.token}?lang=zh")
    expect(reader.panel()).to_contain_text("<img src=x")
    harmless(reader)


def test_a_person_s_name_is_text_wherever_it_stands(reader: Desk, poisoned: Poisoned) -> None:
    reader.page.goto(f"{poisoned.site}/account?lang=zh")
    expect(reader.page.locator("body")).to_contain_text("<img src=x")
    harmless(reader)


def test_the_name_of_a_file_is_text(reader: Desk) -> None:
    lon, lat = PLACE
    reader.open("/report", at=f"{lon},{lat}")
    reader.upload("photos", b"%PDF-1.7", "<img src=x onerror=window.ran=8>.jpg")
    refused = reader.page.locator("[data-photo=refused]")
    expect(refused).to_contain_text("<img src=x onerror=window.ran=8>.jpg")
    harmless(reader)
    reader.complaints[:] = [one for one in reader.complaints if "415" not in one]


def test_what_got_into_the_page_all_the_same_would_be_stopped_and_heard(reader: Desk) -> None:
    reader.page.goto(f"{reader.site}/account?lang=zh")
    reader.page.evaluate(
        "markup => { document.body.insertAdjacentHTML('beforeend', markup) }", EVIL
    )
    stopped = "() => window.heard.some((one) => one.startsWith('script-src'))"
    reader.page.wait_for_function(stopped)
    assert reader.page.evaluate("window.ran") is None
    reader.complaints.clear()
