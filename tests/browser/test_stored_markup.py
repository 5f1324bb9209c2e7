"""Whatever people write stays text: nothing of it runs in the list, popup, case page or slip."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import text

from gisgrid.kernel.db import engine_of
from tests.browser.conftest import served
from tests.browser.driver import Desk
from tests.conftest import cloned
from tests.databases import Databases, district_template

pytestmark = pytest.mark.browser
PLACE = (113.168, 35.235)
LAMP = "component/0137"
EVIL = (
    '路灯<img src=x onerror="window.ran=1"><script>window.ran=2</script>'
    '"><svg onload="window.ran=3"><a href="javascript:window.ran=4">点这里</a>'
    "javascript:window.ran=5 {{constructor.constructor('window.ran=6')()}}"
    '<iframe srcdoc="<script>parent.ran=7</script>"></iframe>'
)
LISTEN = """
  window.heard = [];
  document.addEventListener('securitypolicyviolation', (one) =>
    window.heard.push(one.effectiveDirective + ' ' + one.blockedURI));
"""
RENAME = text("""
    UPDATE person SET name = :evil, name_en = :evil
    WHERE id = (SELECT person_id FROM account WHERE login = 'dispatcher')
""")
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
            change = text("UPDATE case_class SET name = :evil, name_en = :evil WHERE key = :lamp")
            tables.execute(change, {"evil": EVIL, "lamp": LAMP})
            tables.execute(RENAME, {"evil": EVIL})
        owner.dispose()
        with served(urls, tmp_path_factory.mktemp("files")) as site:
            lon, lat = PLACE
            said = {"class_key": LAMP, "text": EVIL, "place_text": EVIL, "lon": lon, "lat": lat}
            told = httpx.post(f"{site}/api/reports", json=said, timeout=30).json()
            yield Poisoned(site, told["number"], told["token"])


@pytest.fixture
def reader(browser: Browser, poisoned: Poisoned) -> Iterator[Desk]:
    """The dispatcher before a browser that notes whatever the policy stops."""
    desk = Desk.anew(browser, poisoned.site, wide=True, lang="zh")
    desk.context.add_init_script(LISTEN)
    desk.enter("dispatcher").open()
    yield desk
    desk.close()
    assert desk.complaints == []


def harmless(desk: Desk, *, own: int = 0) -> None:
    """See that nothing ran, that nothing had to be stopped, and that no markup was made."""
    assert desk.page.evaluate("window.ran") is None
    assert desk.page.evaluate("window.heard") == []
    assert desk.page.locator(MADE_OF_IT).count() == own


def test_the_list_and_the_case_page_show_markup_as_text(reader: Desk, poisoned: Poisoned) -> None:
    row = reader.panel().locator(".cases li", has_text="window.ran=1")
    expect(row.first).to_contain_text("<img src=x")
    harmless(reader)
    reader.page.goto(f"{poisoned.site}/cases/{poisoned.number}?lang=zh")
    expect(reader.panel().locator("h2")).to_have_text(EVIL)
    expect(reader.panel().locator("p.text")).to_have_text(EVIL)
    harmless(reader)


def test_the_popup_shows_markup_as_text(reader: Desk) -> None:
    lon, lat = PLACE
    reader.open("/", map=f"17/{lat}/{lon}", layers="case")
    reader.click_map()
    expect(reader.page.locator(".popup")).to_contain_text("<img src=x")
    harmless(reader)


def test_the_slip_shows_markup_as_text_and_its_own_script_runs(
    reader: Desk, poisoned: Poisoned
) -> None:
    address = f"{poisoned.site}/api/cases/{poisoned.number}/slip"
    reader.page.goto(f"{poisoned.site}/cases/{poisoned.number}?lang=zh")
    expect(reader.panel().locator("tbody tr")).to_have_count(5)
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
    reader.page.evaluate(
        "markup => { document.body.insertAdjacentHTML('beforeend', markup) }", EVIL
    )
    stopped = "() => window.heard.some((one) => one.startsWith('script-src'))"
    reader.page.wait_for_function(stopped)
    assert reader.page.evaluate("window.ran") is None
    reader.complaints.clear()
