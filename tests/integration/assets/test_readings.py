"""A gauge's history: what was told minute by minute, thinned, in the reader's sight, forgotten."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import assets
from gisgrid.assets.jobs import forget_old_readings
from gisgrid.kernel.settings import settings

NOW = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
POINT = text("SELECT id, attrs FROM asset WHERE kind = 'river_point' ORDER BY code LIMIT 1")
LOGIN = text("SELECT code FROM person p JOIN account a ON a.person_id = p.id WHERE login = :login")
Asked = Callable[..., dict[str, Any]]


@pytest.fixture
def point(district: Session, at: Callable[[datetime], None]) -> int:
    at(NOW)
    return int(district.execute(POINT).one().id)


@pytest.fixture
def ask(point: int, district: Session, client: TestClient, sign_in: Callable[[str], None]) -> Asked:
    """The history of the river point, as a dispatcher asks for it."""
    sign_in(district.scalars(LOGIN, {"login": "dispatcher"}).one())

    def asked(status: int = 200, **query: Any) -> dict[str, Any]:
        answer = client.get(f"/api/assets/{point}/readings", params=query)
        assert answer.status_code == status, answer.text
        said: dict[str, Any] = answer.json()
        return said

    return asked


def tell(tx: Session, point: int, stages: list[float], every: timedelta) -> None:
    """Tell stages that end now."""
    told = [(NOW - every * back, stage) for back, stage in enumerate(reversed(stages))]
    assets.record_readings(tx, point, told)


def test_a_day_is_told_in_utc_with_the_rivers_levels(
    district: Session, point: int, ask: Asked
) -> None:
    attrs = district.execute(POINT).one().attrs
    tell(district, point, [100.1, 100.2, 100.3], timedelta(hours=12))
    found = ask()
    assert found["points"] == [
        {"at": "2026-11-22T01:30:00Z", "value": 100.1},
        {"at": "2026-11-22T13:30:00Z", "value": 100.2},
        {"at": "2026-11-23T01:30:00Z", "value": 100.3},
    ]
    assert (found["unit"], found["datum"], found["count"]) == ("m", attrs["datum"], 3)
    assert {one["level"]: one["value"] for one in found["levels"]} == {
        "warning": attrs["warning_stage_m"],
        "guarantee": attrs["guarantee_stage_m"],
    }
    earlier = ask(since="2026-11-22T20:00:00+08:00", until="2026-11-22T22:00:00+08:00")
    assert [one["value"] for one in earlier["points"]] == [100.2]


def test_a_flood_of_a_minute_is_seen_in_a_month(district: Session, point: int, ask: Asked) -> None:
    stages = [100.0] * 2880
    stages[1234], stages[2001] = 103.5, 98.5
    tell(district, point, stages, timedelta(minutes=15))
    found = ask(since=(NOW - timedelta(days=30)).isoformat(), most=40)
    values = [one["value"] for one in found["points"]]
    assert found["count"] == 2880
    assert len(values) <= 40
    assert (min(values), max(values)) == (98.5, 103.5)
    moments = [one["at"] for one in found["points"]]
    assert moments == sorted(moments)


def test_of_one_minute_the_highest_stands_also_when_it_is_told_again(
    district: Session, point: int, ask: Asked
) -> None:
    for stage, second in ((100.2, 5), (100.4, 20), (100.3, 50)):
        assets.record_stage(district, point, stage, NOW - timedelta(seconds=60 - second))
    tell(district, point, [100.1], timedelta(0))
    assert [one["value"] for one in ask()["points"]] == [100.4, 100.1]


def test_what_comes_late_is_history(district: Session, point: int, ask: Asked) -> None:
    assets.record_stage(district, point, 101.0, NOW)
    assets.record_stage(district, point, 102.0, NOW - timedelta(minutes=10))
    assert [one["value"] for one in ask()["points"]] == [102.0, 101.0]


@pytest.mark.parametrize(
    "query",
    [
        {"since": NOW.isoformat(), "until": NOW.isoformat()},
        {"since": (NOW - timedelta(days=367)).isoformat()},
        {"since": "0001-01-01T00:00:00+08:00"},
        {"until": "0001-01-01T00:00:00Z"},
        {"since": "2026-11-22T09:30:00"},
        {"most": 1},
        {"most": 2001},
        {"unit": "ft"},
    ],
)
def test_a_span_that_is_none_is_refused(ask: Asked, query: dict[str, Any]) -> None:
    assert ask(422, **query)["detail"]


def test_a_thing_without_a_gauge_has_told_nothing(
    district: Session, client: TestClient, ask: Asked
) -> None:
    lamp = district.scalar(text("SELECT min(id) FROM asset WHERE kind = 'street_lamp'"))
    found = client.get(f"/api/assets/{lamp}/readings").json()
    assert (found["points"], found["levels"], found["datum"]) == ([], [], None)


def test_readings_are_forgotten_in_time_and_the_latest_stage_stands(
    district: Session, point: int, at: Callable[[datetime], None]
) -> None:
    assets.record_stage(district, point, 101.0, NOW)
    at(NOW + timedelta(days=settings().readings_kept_days))
    assert assets.due_to_forget(district) == 0
    at(NOW + timedelta(days=settings().readings_kept_days, minutes=1))
    assert assets.due_to_forget(district) == 1
    forget_old_readings(district)
    assert assets.due_to_forget(district) == 0
    kept = text("SELECT (SELECT count(*) FROM gauge_reading), (SELECT stage_m FROM gauge_stage)")
    assert tuple(district.execute(kept).one()) == (0, 101.0)
