"""An officer mends small things at once: some are looked at, the others are taken as they are."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gisgrid.cases.rules.sampling import sampled
from gisgrid.kernel.settings import settings
from tests.journeys.office import Desk, Office

MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SQUARE: dict[str, Any] = {"lon": 113.1526, "lat": 35.2484}
PHOTOS = {"photos_before": ["before.jpg"], "photos_after": ["after.jpg"]}


def solved(office: Office, officer: Desk) -> tuple[int, str]:
    receipt = office.report(source="citizen", text="许衡广场有一堆落叶没人扫", **SQUARE)
    officer.step(receipt["number"], "solve_on_spot", "已当场清扫。", **PHOTOS)
    return receipt["report_id"], receipt["number"]


def test_the_sample_waits_for_a_checker_and_the_rest_goes_on(office: Office) -> None:
    office.at(MONDAY)
    officer, checker = office.desk("officer1"), office.desk("checker")
    share = settings().spot_check_share
    seen: set[bool] = set()
    while len(seen) < 2:
        case_id, number = solved(office, officer)
        drawn = sampled(case_id, share)
        assert checker.case(number)["status"] == ("solved" if drawn else "checked")
        if drawn:
            checker.step(number, "accept_solved")
        office.desk("dispatcher").step(number, "close")
        assert checker.case(number)["status"] == "closed"
        seen.add(drawn)
