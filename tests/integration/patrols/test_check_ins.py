"""Officers check in at the assets of their areas: once, and never silently from afar."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gisgrid import patrols
from gisgrid.cases.service.sight import let_see
from gisgrid.identity import Actor
from gisgrid.kernel.datum import from_wgs84
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import settings
from gisgrid.patrols.jobs import forget_check_in_places
from gisgrid.patrols.rules import due_on, standing
from tests.clips import needs_ffmpeg, voice
from tests.integration.access.walls import as_web, post_of
from tests.photos import jpeg

NOW = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
OWN = text("""
    SELECT DISTINCT ON (left(p.area_code, 9)) left(p.area_code, 9) AS street, n.code AS officer,
           n.name, t.id, ST_X(ST_PointOnSurface(t.geom)) AS lon,
           ST_Y(ST_PointOnSurface(t.geom)) AS lat
    FROM post p
    JOIN person n ON n.id = p.person_id
    JOIN area a ON a.code = p.area_code
    JOIN asset_area aa ON aa.lead
    JOIN area_shape s ON s.area_id = aa.area_id AND s.path @> ARRAY[a.id]
    JOIN asset t ON t.id = aa.asset_id AND t.kind = 'ebike_shed'
    WHERE p.role = 'grid_officer' AND p.deputy_for_id IS NULL
    ORDER BY left(p.area_code, 9), n.code, t.id
""")
CENTRE = text("""
    SELECT n.code FROM post p JOIN person n ON n.id = p.person_id
    WHERE p.role = :role AND p.area_code IS NULL ORDER BY p.code LIMIT 1
""")
MOVED = text("""
    UPDATE post AS p SET area_code = o.area_code, station_id = o.station_id
    FROM post o JOIN person n ON n.id = o.person_id AND n.code = :to AND o.role = 'grid_officer'
    WHERE p.person_id = (SELECT id FROM person WHERE code = :who) AND p.role = 'grid_officer'
""")


class Walk:
    """A grid officer on a round, over HTTP."""

    def __init__(self, tx: Session, client: TestClient, sign_in: Callable[[str], None]) -> None:
        self.tx, self.client, self.sign_in = tx, client, sign_in
        self.own, self.other = tx.execute(OWN).all()[:2]

    def as_role(self, role: str) -> "Walk":
        self.sign_in(str(self.tx.scalar(CENTRE, {"role": role})))
        return self

    def checks(self, key: str | None = None, **said: Any) -> Any:
        self.sign_in(self.own.officer)
        body = {"asset_id": self.own.id, "result": "normal", "at": NOW.isoformat()}
        here = {"lon": self.own.lon, "lat": self.own.lat, "accuracy_m": 8.0}
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.post("/api/check-ins", json=body | here | said, headers=headers)

    def taken(self, **said: Any) -> dict[str, Any]:
        answer = self.checks(**said)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def history(self, asset_id: int | None = None, **asked: Any) -> dict[str, Any]:
        answer = self.client.get(f"/api/assets/{asset_id or self.own.id}/check-ins", params=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def due(self, **asked: Any) -> dict[str, Any]:
        answer = self.client.get("/api/check-ins/due", params=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@pytest.fixture
def walk(
    district: Session,
    client: TestClient,
    sign_in: Callable[[str], None],
    at: Callable[[datetime], None],
) -> Walk:
    at(NOW)
    district.execute(text("UPDATE check_round SET since = :now"), {"now": NOW})
    return Walk(district, client, sign_in)


def test_a_check_in_ends_the_round_and_is_read_by_the_office(
    walk: Walk, at: Callable[[datetime], None]
) -> None:
    made = walk.taken(note=" 灯亮 ")
    told = {"distance_m": 0.0, "far": False, "counts": True, "on_duty": False, "note": "灯亮"}
    assert told.items() <= made.items()
    shown = walk.as_role("grid_office").history()
    days, due = shown["round"]["days"], due_on(NOW, shown["round"]["days"], settings().tz)
    assert (shown["round"]["due_on"], shown["round"]["standing"]) == (due.isoformat(), "checked")
    (one,) = shown["check_ins"]
    assert (one["id"], one["person"]) == (made["id"], walk.own.name)
    assert one["place"]["lon"] == pytest.approx(walk.own.lon)
    for later in range(days - 1, days + 2):
        at(NOW + timedelta(days=later))
        walk.as_role("grid_office")
        today = (NOW + timedelta(days=later)).date()
        assert walk.history()["round"]["standing"] == standing(due, today)


def test_the_same_key_is_one_check_in_and_another_body_is_refused(walk: Walk) -> None:
    first, again = walk.checks("k1"), walk.checks("k1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert walk.checks("k1", result="abnormal").status_code == 422
    assert walk.tx.scalar(text("SELECT count(*) FROM check_in")) == 1
    walk.sign_in(walk.other.officer)
    place = {"lon": walk.other.lon, "lat": walk.other.lat}
    body = {"asset_id": walk.other.id, "result": "normal", "at": NOW.isoformat()} | place
    stolen = walk.client.post("/api/check-ins", json=body, headers={"Idempotency-Key": "k1"})
    assert (stolen.status_code, stolen.json()["title"]) == (
        422,
        "This key belongs to another check-in",
    )


def test_from_afar_it_is_taken_flagged_and_ends_no_round(walk: Walk) -> None:
    north = walk.own.lat + 0.002
    far = walk.taken(lat=north)
    assert (far["far"], far["counts"]) == (True, False)
    assert far["distance_m"] == pytest.approx(222, abs=2)
    assert walk.taken(lat=north, accuracy_m=180)["far"] is False
    assert walk.taken(lat=walk.own.lat + 0.01, accuracy_m=100_000)["far"] is True
    assert walk.taken(result="no_access")["counts"] is False


def test_without_access_an_asset_stays_due(walk: Walk) -> None:
    before = walk.as_role("grid_office").history()["round"]["due_on"]
    walk.taken(result="no_access", note="门锁着")
    walk.taken(lat=walk.own.lat + 0.01)
    shown = walk.as_role("grid_office").history()["round"]
    assert (shown["due_on"], shown["last_at"]) == (before, None)
    assert (shown["tried_result"], shown["tried_far"]) == ("normal", True)


def test_a_phone_of_another_datum_stands_where_it_stands(walk: Walk) -> None:
    lon, lat = from_wgs84(walk.own.lon, walk.own.lat, "gcj02")
    assert walk.taken(lon=lon, lat=lat, datum="gcj02")["distance_m"] < 5
    raw = walk.tx.execute(text("SELECT raw_x, raw_y, datum FROM check_in")).one()
    assert tuple(raw) == (lon, lat, "gcj02")


def test_outside_ones_areas_and_out_of_use_is_refused_in_words(walk: Walk) -> None:
    answer = walk.checks(asset_id=walk.other.id)
    assert (answer.status_code, "不在您的辖区内" in answer.json()["detail"]) == (404, True)
    assert walk.client.get(f"/api/assets/{walk.other.id}/check-ins").status_code == 404
    walk.tx.execute(text("UPDATE asset SET retired = true WHERE id = :id"), {"id": walk.own.id})
    answer = walk.checks()
    assert (answer.status_code, "已停用" in answer.json()["detail"]) == (409, True)
    assert walk.own.id not in [one["id"] for one in walk.due(limit=500)["assets"]]
    sheds = walk.client.get("/api/assets", params={"kind": "ebike_shed"}).json()
    assert walk.own.id not in [one["id"] for one in sheds]
    assert walk.client.get(f"/api/assets/{walk.own.id}").json()["retired"] is True


def test_only_officers_and_leaders_check_in(walk: Walk) -> None:
    for role in ("dispatcher", "grid_office", "supervisor"):
        body = {"asset_id": walk.own.id, "result": "normal", "at": NOW.isoformat()}
        place = {"lon": walk.own.lon, "lat": walk.own.lat}
        answer = walk.as_role(role).client.post("/api/check-ins", json=body | place)
        assert answer.status_code == 403, role


def test_a_wrong_clock_and_what_is_too_old_are_refused(walk: Walk) -> None:
    for moment in (NOW + timedelta(minutes=6), NOW - timedelta(days=31)):
        assert walk.checks(at=moment.isoformat()).status_code == 422
    assert walk.checks(at=(NOW - timedelta(days=29)).isoformat()).status_code == 201
    assert walk.checks(note="长" * 501).status_code == 422


def test_on_duty_or_not_is_kept_with_it(walk: Walk) -> None:
    walk.sign_in(walk.own.officer)
    walk.client.post("/api/me/duty", json={"on": True})
    assert walk.taken()["on_duty"] is True
    assert walk.taken(at=(NOW - timedelta(hours=1)).isoformat())["on_duty"] is False


def test_the_list_is_due_first_page_by_page_with_distances(
    walk: Walk, at: Callable[[datetime], None]
) -> None:
    walk.taken()
    at(NOW + timedelta(days=8))
    walk.sign_in(walk.own.officer)
    whole = walk.due(limit=500, lon=walk.own.lon, lat=walk.own.lat)["assets"]
    days = [(one["due_on"], one["id"]) for one in whole]
    assert days == sorted(days)
    assert next(one["distance_m"] for one in whole if one["id"] == walk.own.id) == 0
    paged: list[tuple[str, int]] = []
    after: dict[str, str] = {}
    while True:
        page = walk.due(limit=3, **after)
        paged += [(one["due_on"], one["id"]) for one in page["assets"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert paged == days
    assert walk.client.get("/api/check-ins/due", params={"after": "x~1"}).status_code == 422
    assert walk.client.get("/api/check-ins/due", params={"lon": 113.1}).status_code == 422


def test_an_officer_has_the_assets_of_their_own_areas_alone(walk: Walk) -> None:
    walk.sign_in(walk.own.officer)
    mine = {one["id"] for one in walk.due(limit=500)["assets"]}
    assert walk.own.id in mine
    assert walk.other.id not in mine
    everything = {one["id"] for one in walk.as_role("grid_office").due(limit=500)["assets"]}
    assert mine < everything


def test_the_grid_office_counts_what_is_checked_and_overdue(
    walk: Walk, at: Callable[[datetime], None]
) -> None:
    at(NOW + timedelta(days=8))
    walk.taken(at=(NOW + timedelta(days=8)).isoformat(), result="abnormal")
    walk.taken(at=(NOW + timedelta(days=8)).isoformat(), lat=walk.own.lat + 0.01)
    walk.as_role("grid_office")
    found = walk.client.get("/api/check-ins/counts").json()
    assert len(found) == 9
    whole = walk.due(limit=500)["assets"]
    assert sum(row["assets"] for row in found) == len(whole)
    for name in ("checked", "due", "overdue"):
        assert sum(row[name] for row in found) == sum(one["standing"] == name for one in whole)
    made = [(row["made"], row["far"], row["abnormal"]) for row in found if row["made"]]
    assert made == [(2, 1, 1)]
    walk.sign_in(walk.own.officer)
    own = walk.client.get("/api/check-ins/counts").json()
    assert sum(row["assets"] for row in own) < len(whole)


def test_photos_come_with_it_and_belong_to_it_alone(
    walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GISGRID_FILES_URL", (tmp_path / "files").as_uri())
    settings.cache_clear()
    walk.sign_in(walk.own.officer)
    sent = walk.client.post("/api/photos", files={"file": ("a.jpg", jpeg(), "image/jpeg")})
    reference = sent.json()["reference"]
    walk.taken(photos=[reference])
    assert walk.checks(photos=[reference]).status_code == 422
    (shown,) = walk.as_role("grid_office").history()["check_ins"][0]["photos"]
    assert walk.client.get(shown["thumbnail"]).status_code == 200
    settings.cache_clear()


@needs_ffmpeg
def test_what_was_found_may_be_spoken(
    walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GISGRID_FILES_URL", (tmp_path / "files").as_uri())
    settings.cache_clear()
    walk.sign_in(walk.own.officer)
    sent = walk.client.post("/api/photos", files={"file": ("a.m4a", voice(), "audio/mp4")})
    walk.taken(photos=[sent.json()["reference"]])
    (heard,) = walk.as_role("grid_office").history()["check_ins"][0]["photos"]
    assert walk.client.get(heard["voice"]).headers["content-type"] == "audio/mp4"
    settings.cache_clear()


def test_the_exact_place_is_blanked_and_the_rest_stays(
    walk: Walk, at: Callable[[datetime], None]
) -> None:
    walk.taken()
    at(NOW + timedelta(days=settings().check_in_places_kept_days, minutes=1))
    assert patrols.places_due_to_forget(walk.tx) == 1
    forget_check_in_places(walk.tx)
    walk.tx.expire_all()
    assert patrols.places_due_to_forget(walk.tx) == 0
    (one,) = walk.as_role("grid_office").history()["check_ins"]
    assert (one["place"], one["distance_m"]) == (None, 0.0)


def test_where_somebody_stood_is_told_to_who_sees_officers_and_to_themselves(walk: Walk) -> None:
    walk.taken()
    assert walk.history()["check_ins"][0]["place"] is not None
    walk.tx.execute(MOVED, {"to": walk.own.officer, "who": walk.other.officer})
    walk.sign_in(walk.other.officer)
    (one,) = walk.history()["check_ins"]
    assert (one["person"], one["place"]) == (walk.own.name, None)


def test_a_check_in_is_never_rewritten_by_a_request(walk: Walk) -> None:
    walk.taken()
    orders = (
        "UPDATE check_in SET note = 'x'",
        "UPDATE check_in SET place = NULL, raw_x = NULL, raw_y = NULL",
        "DELETE FROM check_in",
    )
    with as_web(walk.tx) as web:
        for order in orders:
            with pytest.raises(DBAPIError, match="permission denied"), web.begin_nested():
                web.execute(text(order))


def test_the_second_wall_shows_check_ins_to_who_answers_for_the_asset(walk: Walk) -> None:
    walk.taken()
    area = text("""
        SELECT p.area_code FROM post p JOIN person n ON n.id = p.person_id
        WHERE n.code = :code AND p.role = 'grid_officer'
    """)
    own, other = (walk.tx.scalar(area, {"code": one.officer}) for one in (walk.own, walk.other))
    count = text("SELECT count(*) FROM check_in")
    seen = [
        ("grid_officer", own, 1),
        ("grid_officer", other, 0),
        ("dispatcher", None, 1),
        ("handler", None, 0),
        ("planner", None, 0),
    ]
    for role, area_code, found in seen:
        post = post_of(role, station_id=-1, area_code=area_code)
        with as_web(walk.tx) as web:
            let_see(web, Actor(10**6, role, (post,)))
            assert web.scalar(count) == found, (role, area_code)


def test_rounds_are_loaded_from_a_file_once(walk: Walk, tmp_path: Path) -> None:
    file = tmp_path / "rounds.csv"
    file.write_text("kind,asset_code,days\npark,,14\n,park-01,3\n,park-02,\n", encoding="utf-8")
    assert patrols.load_rounds(walk.tx, tmp_path) > 0
    assert patrols.load_rounds(walk.tx, tmp_path) == 0
    walk.as_role("grid_office")
    days = {one["code"]: one["days"] for one in walk.due(limit=500)["assets"]}
    assert days["park-01"] == 3
    assert "park-02" not in days
    assert set(days.values()) == {3, 14}
    for wrong in ("park,park-01,3", "nothing,,3", ",nothing,3", "park,,", "park,,0"):
        file.write_text(f"kind,asset_code,days\n{wrong}\n", encoding="utf-8")
        with pytest.raises(Invalid):
            patrols.load_rounds(walk.tx, tmp_path)
