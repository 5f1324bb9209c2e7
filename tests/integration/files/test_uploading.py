"""Photos are taken in by anybody, and opened by signed links alone."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.files.store import Store, digest
from gisgrid.files.tables import Photo, PhotoFile
from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app
from tests.integration.files.lens import LAMP, MORNING, send, upload
from tests.journeys.office import Office, ok
from tests.photos import bomb, encoded, jpeg, picture, with_exif

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
REFUSED = [
    (b"", 422, "NotAPhoto"),
    (SVG, 415, "WrongKind"),
    (b"GIF89a/*\x01\0*/=1;alert(1)//<html>", 415, "WrongKind"),
    (b"<!doctype html><script>alert(1)</script>", 415, "WrongKind"),
    (b"PK\x03\x04" + bytes(60), 415, "WrongKind"),
    (b"\0\0\0\x20ftypheic" + bytes(60), 415, "WrongKind"),
    (jpeg()[:-300], 422, "NotAPhoto"),
    (bomb(), 413, "TooLarge"),
    (jpeg() + bytes(100_000), 413, "TooLarge"),
    (bytes(200_000), 413, "TooLarge"),
]
NAMES = ["empty", "svg", "gif", "html", "zip", "heic", "cut short", "bomb", "long", "very long"]


def test_anybody_uploads_a_photo_and_sees_it(web: TestClient, tx: Session, store: Store) -> None:
    found = upload(web)

    assert found["reference"].startswith(f"photo:{found['id']}.")
    assert (found["width"], found["height"], found["gps"]) == (640, 480, None)
    small = web.get(found["thumbnail"])
    assert Image.open(BytesIO(small.content)).size == (320, 240)
    rows = tx.scalars(select(PhotoFile).where(PhotoFile.photo_id == found["id"])).all()
    assert {row.rendition for row in rows} == {"photo", "thumbnail"}
    assert all(digest(store.get(row.sha256)) == row.sha256 for row in rows)


@pytest.mark.parametrize("taken", ["0001:01:01 00:00:00", "9999:12:31 23:59:59"])
def test_a_camera_that_lost_its_clock_shuts_no_page(
    web: TestClient, office: Office, taken: str
) -> None:
    found = upload(web, with_exif(taken=taken, offset="-12:00" if taken > "1" else None))
    receipt = ok(web.post("/api/reports", json={**LAMP, "photos": [found["reference"]]}), 201)
    assert web.get(f"/api/reports/{receipt['token']}").status_code == 200
    assert len(office.desk("dispatcher").case(receipt["number"])["reports"][0]["pictures"]) == 1


def test_a_photo_is_sent_so_that_it_is_taken_for_nothing_else(web: TestClient) -> None:
    link = upload(web, jpeg() + b"<script>alert(1)</script>")["photo"]
    shown = web.get(link)

    assert b"<script>" not in shown.content
    headers = shown.headers
    assert headers["content-type"] == "image/jpeg"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'"
    assert headers["cache-control"].startswith("private")
    assert headers["content-disposition"].startswith('inline; filename="photo-')
    again = web.get(link, headers={"If-None-Match": headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("content", "status", "kind"), REFUSED, ids=NAMES)
def test_what_is_no_photo_is_refused_with_a_clear_sentence(
    web: TestClient, tx: Session, store: Store, content: bytes, status: int, kind: str
) -> None:
    answer = send(web, content)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["type"] == kind
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said["detail"])
    assert tx.scalars(select(Photo)).all() == []
    assert list(store.every_file()) == []


def test_nothing_is_written_when_the_store_cannot_take_it(
    web: TestClient, tx: Session, store: Store
) -> None:
    assert store.folder is not None
    store.folder.rmdir()
    store.folder.write_bytes(b"a file stands where the folder was")
    answer = send(web, jpeg())
    assert (answer.status_code, answer.json()["type"]) == (503, "Unavailable")
    assert tx.scalars(select(Photo.id)).all() == []


def test_a_photo_whose_file_is_lost_is_not_found(
    web: TestClient, tx: Session, store: Store
) -> None:
    link = upload(web)["photo"]
    for lying in store.every_file():
        store.remove(lying.sha256)
    answer = web.get(link)
    assert (answer.status_code, answer.json()["type"]) == (404, "NotFound")


def test_one_address_uploads_only_so_often(sessions: sessionmaker[Session]) -> None:
    chosen = Settings(demo=True, limits=True, photos_by_address="2/minute")
    web = TestClient(create_app(sessions, chosen))
    assert [send(web, b"").status_code for _ in range(3)] == [422, 422, 429]


def test_a_body_without_a_length_is_cut_off_when_it_is_too_long(web: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        while sent < 1_000:
            sent += 1
            yield bytes(10_000)

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = web.post("/api/photos", content=endless(), headers=headers)
    assert answer.status_code == 413
    assert "0.0953674 MB" in answer.json()["detail"]


@pytest.mark.parametrize(
    "form",
    [
        {"files": [("file", ("a.jpg", jpeg())), ("file", ("b.jpg", jpeg()))]},
        {"data": {"file": "text"}},
        {"json": {"file": "x"}},
        {"content": b"", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"--y", "headers": {"Content-Type": "multipart/form-data"}},
    ],
    ids=["two files", "no file", "json", "empty form", "no boundary"],
)
def test_one_form_brings_one_file(web: TestClient, form: dict[str, object]) -> None:
    answer = web.post("/api/photos", **form)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["type"]) == (422, "NotAPhoto")


def test_where_the_camera_was_is_offered_as_the_place(web: TestClient, tx: Session) -> None:
    raw = with_exif(113.17, 35.239, taken="2026:11:23 09:30:00", datum="GCJ-02")
    found = upload(web, raw, lon=113.17, lat=35.239, datum="gcj02")

    kept = tx.scalars(select(Photo).where(Photo.id == found["id"])).one()
    assert kept.gps_x == pytest.approx(113.17, abs=1e-6)
    assert kept.gps_datum == "gcj02"
    assert found["gps"]["lon"] == pytest.approx(113.164, abs=0.001)
    assert found["away_m"] < 1
    assert not found["far_from_pin"]
    assert found["taken_at"] == "2026-11-23T09:30:00+08:00"


def test_a_photo_from_far_away_is_flagged(web: TestClient) -> None:
    found = upload(web, with_exif(113.17, 35.239), lon=113.17, lat=35.242)
    assert found["away_m"] == pytest.approx(334, abs=2)
    assert found["far_from_pin"]


@pytest.mark.parametrize(
    "pin", [{"lon": 113.17}, {"lon": 35.2, "lat": 113.2}, {"lon": "x", "lat": 1}]
)
def test_a_pin_that_is_no_place_is_refused(web: TestClient, pin: dict[str, Any]) -> None:
    assert send(web, jpeg(), **pin).status_code == 422


def test_no_key_opens_another_photo(web: TestClient) -> None:
    one, other = upload(web), upload(web, encoded(picture(colour="navy")))
    key = one["photo"].partition("key=")[2]

    assert web.get(f"/api/photos/{other['id']}?key={key}").status_code == 404
    assert web.get(f"/api/photos/{other['id']}/thumbnail?key={key}").status_code == 404
    assert web.get(f"/api/photos/{one['id']}").status_code == 422
    assert web.get(f"/api/photos/{one['id']}?key=x").json()["type"] == "LinkEnded"


def test_a_link_ends_after_an_hour(web: TestClient, at: Callable[[datetime], None]) -> None:
    at(MORNING)
    link = upload(web)["photo"]
    at(MORNING + timedelta(minutes=59))
    assert web.get(link).status_code == 200
    at(MORNING + timedelta(minutes=61))
    assert web.get(link).status_code == 404
