"""A gauge tells the stage of its own river point; the map says how it stands."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import mapbox_vector_tile
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.identity.devices import Device, add_device
from gisgrid.maps.rules import tile_at

NOW = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
POINT = text("""
    SELECT id, code, ST_X(geom), ST_Y(geom), (attrs->>'warning_stage_m')::float8,
           (attrs->>'guarantee_stage_m')::float8
    FROM asset WHERE kind = 'river_point' ORDER BY code LIMIT 1
""")


class Gauge:
    """One river point with its gauge, and its standing on the map."""

    def __init__(self, tx: Session, client: TestClient) -> None:
        row = tx.execute(POINT).one()
        self.id, self.code, self.lon, self.lat, self.warning, self.guarantee = row
        self.client = client
        self.token = add_device(tx, Device("G-1", "雷达水位计", "gauge", None, (self.id,)))

    def tells(self, stage_m: float, at: datetime | None = None, code: str | None = None) -> int:
        said = {"stage_m": stage_m} | ({"at": at.isoformat()} if at else {})
        own = TestClient(self.client.app, headers={"authorization": f"Bearer {self.token}"})
        return own.post(f"/api/gauges/{code or self.code}/readings", json=said).status_code

    def shown(self) -> dict[str, Any]:
        tile = tile_at(self.lon, self.lat, 14)
        path = f"/tiles/river_point/{tile.z}/{tile.x}/{tile.y}.mvt"
        layer = mapbox_vector_tile.decode(self.client.get(path).content)["river_point"]
        return next(f["properties"] for f in layer["features"] if f["id"] == self.id)


@pytest.fixture
def gauge(district: Session, client: TestClient, at: Callable[[datetime], None]) -> Gauge:
    at(NOW)
    return Gauge(district, client)


def test_a_stage_is_shown_against_the_rivers_levels(gauge: Gauge) -> None:
    assert gauge.shown()["standing"] == "unknown"
    told = (
        (gauge.warning - 0.01, "normal"),
        (gauge.warning, "warning"),
        (gauge.guarantee, "guarantee"),
    )
    for minute, (stage, standing) in enumerate(told):
        assert gauge.tells(stage, NOW - timedelta(minutes=30 - minute)) == 204
        assert (gauge.shown()["standing"], gauge.shown()["stage_m"]) == (standing, stage)


def test_what_comes_late_changes_nothing(gauge: Gauge) -> None:
    assert gauge.tells(101.0, NOW) == 204
    assert gauge.tells(102.0, NOW - timedelta(minutes=1)) == 204
    assert gauge.shown()["stage_m"] == 101.0


def test_a_reading_of_two_hours_ago_says_nothing_of_now(
    gauge: Gauge, at: Callable[[datetime], None]
) -> None:
    gauge.tells(101.0)
    at(NOW + timedelta(hours=2, minutes=1))
    assert gauge.shown()["standing"] == "old"


def test_a_gauge_speaks_of_its_own_point_and_not_of_tomorrow(gauge: Gauge) -> None:
    assert gauge.tells(101.0, code="river-dasha-p3") == 404
    assert gauge.tells(101.0, NOW + timedelta(days=1)) == 422
    gauge.token = "ggd_forged"
    assert gauge.tells(101.0) == 401
