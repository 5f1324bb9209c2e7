"""A gauge's history: opened from its card on the map, read by keys and as a table."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from gisgrid.demo.gauges import tell_history, tell_stages
from gisgrid.kernel import clock
from gisgrid.run import Urls
from tests.browser.driver import Desk
from tests.browser.test_access import AXE, violations

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]


@pytest.fixture
def rivers(browser_district: Urls) -> None:
    """The rivers of the district have told their stages."""
    engine = create_engine(browser_district.owner)
    with Session(engine) as tx, tx.begin():
        tell_stages(tx, clock.now())
        tell_history(tx, clock.now())
    engine.dispose()


@pytest.mark.usefixtures("rivers")
def test_staff_read_how_a_river_rose(desk: AtDesk) -> None:
    here = desk().enter("dispatcher").open("/dispatch")
    page = here.page
    page.get_by_role("combobox", name="搜地点").fill("river-dasha-p1")
    page.locator("[data-found=asset]").click()
    page.get_by_role("button", name="水位过程").click()

    chart = page.get_by_role("slider", name="水位")
    expect(chart).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text("警戒水位")
    latest = page.locator("[data-read]").inner_text()
    assert latest.endswith("米")
    chart.focus()
    page.keyboard.press("Home")
    expect(page.locator("[data-read]")).not_to_have_text(latest)
    page.keyboard.press("End")
    expect(page.locator("[data-read]")).to_have_text(latest)

    page.get_by_role("button", name="近 30 天").click()
    expect(page.get_by_role("dialog")).to_contain_text("每段取最低、最高")
    page.get_by_text("以表格查看").click()
    expect(page.get_by_role("cell").first).to_be_visible()
    if AXE.exists():
        assert violations(here, "gauge") == []
