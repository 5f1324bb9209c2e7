"""A new edition reaches open maps by itself; the whole district's borders fit on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, expect

from gisgrid import grid, reactions
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.run import Urls
from tests.browser.conftest import served
from tests.browser.driver import Desk
from tests.unit.grid_slice.town import LEVELS, town

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def own_site(own_district: Urls, tmp_path: Path) -> Iterator[str]:
    with served(own_district, tmp_path) as address:
        yield address


def published(urls: Urls, name: str) -> int:
    """Publish other borders, in two transactions of their own; return the edition's number."""
    reactions.install()
    engine = engine_of(urls.app)
    sessions = sessions_of(engine)
    with sessions.begin() as tx:
        grid.import_coverage(tx, town(), LEVELS, grid.ImportOptions(edition=name))
    with sessions.begin() as tx:
        number = grid.publish(tx, name).id
    engine.dispose()
    return number


def test_open_maps_draw_a_new_edition_by_themselves(
    browser: Browser, own_site: str, own_district: Urls
) -> None:
    office = Desk.anew(browser, own_site, wide=True, lang="zh")
    office.enter("dispatcher").open("/dispatch")
    citizen = Desk.anew(browser, own_site, wide=False, lang="zh")
    with citizen.page.expect_response("**/api/live/public"):
        citizen.open("/")
    numbers: list[int] = []

    def is_drawn(one: Request) -> bool:
        return any(f"/tiles/{number}/grid/" in one.url for number in numbers)

    # Sooner than a map asks by itself, because the streams have told.
    with (
        office.page.expect_event("request", is_drawn, timeout=15_000),
        citizen.page.expect_event("request", is_drawn, timeout=15_000),
    ):
        numbers.append(published(own_district, "town"))
    for one in (office, citizen):
        one.settled()
        one.close()
        assert (one.elsewhere, one.complaints) == ([], [])


def test_the_whole_district_is_kept_for_offline(browser: Browser, own_site: str) -> None:
    phone = Desk.anew(browser, own_site, wide=False, lang="zh")
    phone.enter("officer1").open("/officer")
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    phone.page.get_by_role("button", name="下载全区网格地图").click()
    expect(phone.page.locator("[data-district=kept]")).to_be_visible()
    phone.context.set_offline(True)
    seen = """async () => {
      const answers = [8, 12, 16].map(async (z) => {
        const x = Math.floor(((113.168 + 180) / 360) * 2 ** z)
        const phi = (35.235 * Math.PI) / 180
        const y = Math.floor(((1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2) * 2 ** z)
        const answer = await fetch(`/tiles/1/grid/${z}/${x}/${y}.mvt`)
        return (await answer.arrayBuffer()).byteLength
      })
      return Promise.all(answers)
    }"""
    assert all(size > 100 for size in phone.page.evaluate(seen))
    phone.context.set_offline(False)
    phone.close()
    assert phone.elsewhere == []
