"""Officers check in at the assets of their areas: once, and never silently from afar."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from gisgrid.kernel.datum import from_wgs84
from gisgrid.kernel.settings import settings
from tests.clips import needs_ffmpeg, voice
from tests.integration.patrols.walk import NOW, Walk
from tests.photos import jpeg


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
