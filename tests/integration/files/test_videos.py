"""A short video is taken in, seen by its poster, watched part by part, hidden and forgotten."""

from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.files.store import Store
from gisgrid.files.tables import Photo, PhotoFile, PhotoLog
from tests.clips import clip, needs_ffmpeg
from tests.integration.files.lens import LAMP, send, upload
from tests.integration.files.test_forgetting import forget
from tests.integration.files.test_redacting import PLATE, hide, shown_to
from tests.journeys.office import Office

pytestmark = needs_ffmpeg


def test_a_video_is_watched_part_by_part(web: TestClient, tx: Session, store: Store) -> None:
    found = upload(web, clip())
    assert (found["width"], found["height"]) == (320, 240)
    assert found["gps"] == {"lon": 113.17, "lat": 35.239}
    assert web.get(found["thumbnail"]).headers["content-type"] == "image/jpeg"

    whole = web.get(found["video"])
    assert (whole.status_code, whole.headers["content-type"]) == (200, "video/mp4")
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["x-content-type-options"] == "nosniff"
    size, etag = len(whole.content), whole.headers["etag"]
    part = web.get(found["video"], headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, whole.content[100:300])
    assert part.headers["content-range"] == f"bytes 100-299/{size}"
    changed = {"Range": "bytes=100-299", "If-Range": '"another"'}
    assert web.get(found["video"], headers=changed).status_code == 200
    assert web.get(found["video"], headers={"If-None-Match": etag}).status_code == 304
    assert web.get(found["video"], headers={"Range": f"bytes={size}-"}).status_code == 416
    names = {one.suffix for one in store.every_file()}
    assert names == {".jpg", ".mp4"}
    kinds = tx.scalars(select(PhotoFile.media_type).where(PhotoFile.rendition == "video")).all()
    assert kinds == ["video/mp4"]


def test_a_link_opens_its_own_video_and_a_photo_has_none(web: TestClient) -> None:
    one, other, photo = upload(web, clip()), upload(web, clip("webm")), upload(web)
    key = one["video"].partition("?")[2]
    assert web.get(f"/api/photos/{other['id']}/video?{key}").status_code == 404
    assert photo["video"] is None
    key = photo["photo"].partition("?")[2]
    assert web.get(f"/api/photos/{photo['id']}/video?{key}").status_code == 404


def test_a_video_that_is_cut_short_leaves_nothing(
    web: TestClient, tx: Session, store: Store
) -> None:
    answer = send(web, clip()[:2000])
    assert (answer.status_code, answer.json()["type"]) == (422, "NotAPhoto")
    assert tx.scalars(select(Photo)).all() == []
    assert list(store.every_file()) == []


def test_a_hidden_video_shows_its_poster_alone_but_to_who_may_see_originals(
    office: Office,
) -> None:
    sent = upload(office.anyone, clip())
    number = office.report(None, **{**LAMP, "photos": [sent["reference"]]})["number"]
    unit, dispatcher = office.desk("unit-cg"), office.desk("dispatcher")
    before = shown_to(unit, number)["video"]
    assert office.anyone.get(before).status_code == 200
    hide(dispatcher, sent, PLATE)

    assert shown_to(unit, number)["video"] is None
    assert office.anyone.get(before).status_code == 404
    assert office.anyone.get(sent["thumbnail"]).status_code == 200
    assert office.anyone.get(shown_to(dispatcher, number)["video"]).status_code == 200
    acts = office.tx.scalars(select(PhotoLog.act).order_by(PhotoLog.id)).all()
    assert acts == ["redact", "see_original"]

    forget(office, number)
    assert office.anyone.get(before).status_code == 404
