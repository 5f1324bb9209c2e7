"""The working calendar over HTTP: a year is entered, and open deadlines follow by a job."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

YEAR: dict[str, Any] = {
    "standing": "official",
    "source": "国办发明电",
    "days": [
        {"day": "2027-01-01", "works": False, "name": "元旦"},
        {"day": "2027-01-03", "works": True, "name": "元旦调休"},
    ],
}


@pytest.fixture
def office(district: Session, seated: Callable[[str], TestClient]) -> TestClient:
    return seated("grid_office")


def test_an_entered_year_counts_at_once_and_deadlines_are_reckoned_again(
    office: TestClient, district: Session
) -> None:
    found = office.put("/api/calendar/2027", json=YEAR).json()
    assert found["years"]["2027"] == "official"
    days = [(one["day"], one["works"], one["name"]) for one in found["exceptions"]]
    assert days[-2:] == [("2027-01-01", False, "元旦"), ("2027-01-03", True, "元旦调休")]
    asked = "SELECT args ->> 'start' FROM procrastinate_jobs WHERE task_name LIKE '%recompute%'"
    assert district.scalar(text(asked)) == "2027-01-01T00:00:00+08:00"


@pytest.mark.parametrize(
    "days",
    [
        [{"day": "2027-01-04", "works": True, "name": "周一"}],
        [{"day": "2027-01-01", "works": False, "name": "元旦"}] * 2,
        [{"day": "2026-01-01", "works": False, "name": "去年"}],
    ],
)
def test_days_that_make_no_sense_are_refused(
    office: TestClient, days: list[dict[str, Any]]
) -> None:
    assert office.put("/api/calendar/2027", json={**YEAR, "days": days}).status_code == 422
