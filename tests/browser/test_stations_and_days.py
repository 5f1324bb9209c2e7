"""Stations from a sheet, and days of the working calendar: tried, taken, and taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.admin_desk import Administrator
from tests.browser.driver import Desk

pytestmark = pytest.mark.browser
AtDesk = Callable[..., Desk]
STATION, BEFORE, AFTER = "S-U-xfjy", "0391-0000085", "0391-2900119"
COLUMNS, RIGHT, BACK = "station_code,phone", f"{STATION},{AFTER}", f"{STATION},{BEFORE}"
DAY = "2027-12-30"
"""A Thursday at the end of the calendar, where no deadline lies."""


def test_a_sheet_of_stations_with_a_wrong_row_loads_nothing_and_the_right_one_all(
    desk: AtDesk,
) -> None:
    system = Administrator(desk(), "sysadmin")
    system.try_sheet("stations", COLUMNS, RIGHT, "S-NOWHERE,110")
    expect(system.body().locator("[role=alert]")).to_contain_text("第 3 行：没有工作站 S-NOWHERE")
    expect(system.body().locator("[data-act=write]")).to_have_count(0)
    system.desk.complaints.clear()  # the browser notes the refusal too

    system.try_sheet("stations", COLUMNS, RIGHT)
    tried = system.body().locator("tbody tr")
    expect(tried).to_have_count(1)
    expect(tried).to_contain_text(BEFORE)  # so the wrong sheet wrote nothing
    expect(tried).to_contain_text(AFTER)
    expect(listed(system)).to_contain_text(BEFORE)  # nor did this one, which was only tried

    system.try_sheet("stations", COLUMNS, RIGHT)
    system.write_sheet()
    expect(listed(system)).to_contain_text(AFTER)
    system.try_sheet("stations", COLUMNS, BACK)
    system.write_sheet()


def listed(system: Administrator) -> Locator:
    """Return the station's row in the list of stations."""
    system.go("stations")
    return system.body().locator("tr", has=system.page.locator(f"[data-station={STATION}]"))


def test_a_working_day_is_marked_as_a_holiday_and_taken_back(desk: AtDesk) -> None:
    office = Administrator(desk(), "gridoffice")
    office.turn_day(DAY)
    assert DAY in rests(office)
    office.turn_day(DAY)
    expect(office.body().get_by_role("button", name=f"{DAY} 工作日")).to_be_visible()
    assert DAY not in rests(office)


def rests(office: Administrator) -> set[str]:
    """Return the days that everybody reads as free of work."""
    known = office.page.request.get(f"{office.desk.site}/api/calendar").json()["exceptions"]
    return {one["day"] for one in known if not one["works"]}
