"""Officers are seen while they are on duty, by who answers for their area, and by nobody else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import mapbox_vector_tile
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import patrols
from gisgrid.kernel import clock
from gisgrid.kernel.datum import from_wgs84
from gisgrid.kernel.settings import settings
from gisgrid.maps.rules import tile_at
from gisgrid.patrols.jobs import end_patrols, forget_old_tracks

NOW = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
LON, LAT = 113.17, 35.239
POSTS = text("""
    SELECT DISTINCT ON (p.role, left(p.area_code, 9)) p.role, left(p.area_code, 9) AS street,
           n.code, n.name
    FROM post p JOIN person n ON n.id = p.person_id
    WHERE p.role IN ('grid_officer', 'grid_leader') AND p.area_code <> '410803'
      AND length(p.area_code) > 9 AND p.deputy_for_id IS NULL
    ORDER BY p.role, left(p.area_code, 9), p.code
""")


class Street:
    """The officers of a district over HTTP."""

    def __init__(self, tx: Session, client: TestClient, sign_in: Callable[[str], None]) -> None:
        self.tx, self.client, self.sign_in = tx, client, sign_in
        rows = tx.execute(POSTS).all()
        streets = sorted({row.street for row in rows if row.role == "grid_officer"})
        self.own, self.other = streets[:2]
        self.people = {(row.role, row.street): (row.code, row.name) for row in rows}
        self.officer, self.name = self.people["grid_officer", self.own]
        desk = text("""
            SELECT DISTINCT ON (role) role, n.code FROM post p JOIN person n ON n.id = p.person_id
            WHERE p.area_code IS NULL OR p.area_code = '410803' ORDER BY role, p.code
        """)
        self.desk = {row.role: row.code for row in tx.execute(desk)}

    def goes(self, on: bool) -> dict[str, Any]:
        self.sign_in(self.officer)
        answer = self.client.post("/api/me/duty", json={"on": on})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def tells(self, *moments: datetime, **said: Any) -> Any:
        self.sign_in(self.officer)
        one = {"lon": LON, "lat": LAT, "accuracy_m": 12.4} | said
        positions = [one | {"at": at.isoformat()} for at in moments]
        return self.client.post("/api/me/position", json={"positions": positions})

    def seen_by(self, code: str | None) -> list[dict[str, Any]]:
        """Return the officers on the map of somebody."""
        tile = tile_at(LON, LAT, 14)
        self.client.cookies.clear()
        if code:
            self.sign_in(code)
        answer = self.client.get(f"/tiles/officer/{tile.z}/{tile.x}/{tile.y}.mvt")
        if answer.status_code != 200:
            return [{"status": answer.status_code}]
        layer = mapbox_vector_tile.decode(answer.content).get("officer")
        return [one["properties"] for one in layer["features"]] if layer else []

    def points(self) -> int:
        return int(self.tx.scalar(text("SELECT count(*) FROM track_point")) or 0)


@pytest.fixture
def street(
    district: Session,
    client: TestClient,
    sign_in: Callable[[str], None],
    at: Callable[[datetime], None],
) -> Street:
    at(NOW)
    return Street(district, client, sign_in)


def test_who_is_on_duty_is_on_the_map_until_they_go(street: Street) -> None:
    assert street.seen_by(street.desk["dispatcher"]) == []
    told = street.goes(on=True)
    assert (told["on"], told["ends_at"][:16]) == (True, "2026-11-23T13:30")
    assert street.seen_by(street.desk["dispatcher"]) == []
    assert street.tells(NOW).json() == {"kept": 1, "left_out": 0}
    (shown,) = street.seen_by(street.desk["dispatcher"])
    assert (shown["name"], shown["age"], shown["accuracy_m"]) == (street.name, "now", 12)
    assert {"post", "station", "since", "placed_at"} <= set(shown)
    assert street.goes(on=False)["on"] is False
    assert street.seen_by(street.desk["dispatcher"]) == []


def test_only_who_answers_for_the_officers_area_sees_them(street: Street) -> None:
    street.goes(on=True)
    street.tells(NOW)
    for role in ("dispatcher", "grid_office", "supervisor"):
        assert [one["name"] for one in street.seen_by(street.desk[role])] == [street.name], role
    stranger, _ = street.people["grid_leader", street.other]
    assert street.seen_by(stranger) == []
    assert street.seen_by(None) == [{"status": 403}]
    handler = street.tx.scalar(
        text("SELECT n.code FROM post p JOIN person n ON n.id = p.person_id WHERE role = 'handler'")
    )
    assert street.seen_by(handler) == [{"status": 403}]
    assert street.seen_by(street.officer) == [{"status": 403}]
    above = text("""
        SELECT n.code FROM post p JOIN person n ON n.id = p.person_id
        JOIN patrol t ON t.station_id = p.station_id
        WHERE p.role = 'grid_leader' ORDER BY p.code LIMIT 1
    """)
    leader = street.tx.scalar(above)
    assert [one["name"] for one in street.seen_by(leader)] == [street.name]


def test_off_duty_nothing_is_kept_and_it_says_why(street: Street) -> None:
    refused = street.tells(NOW)
    assert (refused.status_code, refused.json()["type"]) == (409, "OffDuty")
    assert "不在岗" in refused.json()["detail"]
    street.goes(on=True)
    street.goes(on=False)
    assert street.tells(NOW).status_code == 409
    assert street.points() == 0


def test_what_was_collected_offline_comes_once_and_the_latest_is_shown(
    street: Street, at: Callable[[datetime], None]
) -> None:
    street.goes(on=True)
    at(NOW + timedelta(minutes=40))
    moments = [NOW + timedelta(minutes=n) for n in (10, 2, 6)]
    before, ahead = NOW - timedelta(minutes=1), NOW + timedelta(hours=2)
    for _ in range(2):
        told = street.tells(*moments, before, ahead)
        assert told.json() == {"kept": 3, "left_out": 2}
    assert street.points() == 3
    assert street.tells(NOW + timedelta(minutes=1), lon=113.2).json()["kept"] == 1
    (shown,) = street.seen_by(street.desk["dispatcher"])
    assert (shown["placed_at"][:16], shown["age"]) == ("2026-11-23 01:40", "recent")
    mine = street.client.get("/api/me/track")
    assert mine.status_code == 403
    street.sign_in(street.officer)
    track = street.client.get("/api/me/track").json()
    assert (track["count"], len(track["points"])) == (4, 4)
    assert track["since"] == track["points"][-1]["at"]


def test_a_clock_that_is_a_little_behind_loses_no_position(street: Street) -> None:
    street.goes(on=True)
    assert street.tells(NOW - timedelta(seconds=31)).json() == {"kept": 0, "left_out": 1}
    assert street.tells(NOW - timedelta(seconds=20)).json() == {"kept": 1, "left_out": 0}
    (point,) = street.client.get("/api/me/track").json()["points"]
    assert datetime.fromisoformat(point["at"]) == NOW


def test_a_track_holds_one_point_a_second_and_is_read_in_parts(
    street: Street, at: Callable[[datetime], None]
) -> None:
    street.goes(on=True)
    at(NOW + timedelta(minutes=1))
    street.tells(*(NOW + timedelta(milliseconds=ms) for ms in (0, 200, 900, 1000, 2000)))
    assert street.points() == 3
    first = street.client.get("/api/me/track", params={"limit": 2}).json()
    assert (first["count"], len(first["points"])) == (3, 2)
    before = {"limit": 2, "before": first["points"][-1]["at"]}
    (last,) = street.client.get("/api/me/track", params=before).json()["points"]
    assert datetime.fromisoformat(last["at"]) == NOW
    assert street.client.get("/api/me/track", params={"limit": 1001}).status_code == 422


def test_positions_of_another_datum_are_turned(street: Street) -> None:
    street.goes(on=True)
    lon, lat = from_wgs84(LON, LAT, "gcj02")
    street.tells(NOW, lon=lon, lat=lat, datum="gcj02")
    (point,) = street.client.get("/api/me/track").json()["points"]
    assert (point["lon"], point["lat"]) == pytest.approx((LON, LAT), abs=1e-7)
    assert street.tells(NOW, lon=35.0, lat=113.0).status_code == 422


def test_duty_ends_by_itself(street: Street, at: Callable[[datetime], None]) -> None:
    street.goes(on=True)
    street.tells(NOW)
    over = NOW + timedelta(hours=settings().duty_hours)
    at(over)
    assert street.seen_by(street.desk["dispatcher"]) == []
    assert street.tells(over).status_code == 409
    end_patrols(street.tx)
    ended = street.tx.execute(text("SELECT ended_at, place FROM patrol")).one()
    assert tuple(ended) == (over, None)
    assert street.goes(on=True)["since"][:16] == "2026-11-23T13:30"


def test_going_on_twice_is_one_patrol_for_the_finest_post(street: Street) -> None:
    assert street.goes(on=True) == street.goes(on=True)
    row = street.tx.execute(text("SELECT cardinality(path), ended_at FROM patrol")).one()
    assert row[0] >= 3
    assert row[1] is None


def test_tracks_are_forgotten_after_their_days(
    street: Street, at: Callable[[datetime], None]
) -> None:
    street.goes(on=True)
    street.tells(NOW)
    street.goes(on=False)
    at(NOW + timedelta(days=settings().tracks_kept_days))
    assert patrols.due_to_forget(street.tx) == []
    forget_old_tracks(street.tx)
    assert street.points() == 1
    at(NOW + timedelta(days=settings().tracks_kept_days, minutes=1))
    assert patrols.due_to_forget(street.tx) == [("2026-11-23", 1, 1)]
    forget_old_tracks(street.tx)
    assert street.points() == 0
    assert street.tx.scalar(text("SELECT count(*) FROM patrol")) == 0


def test_where_somebody_is_stands_in_no_audit(street: Street) -> None:
    street.goes(on=True)
    street.tells(NOW)
    rows = street.tx.scalars(text("SELECT operation FROM audit_entry")).all()
    assert "/api/me/duty" in rows
    assert "/api/me/position" not in rows


def test_whoever_lost_their_post_is_on_no_map(street: Street) -> None:
    street.goes(on=True)
    street.tells(NOW)
    street.tx.execute(
        text("UPDATE post SET valid_to = :now WHERE id IN (SELECT post_id FROM patrol)"),
        {"now": clock.now()},
    )
    assert street.seen_by(street.desk["dispatcher"]) == []
