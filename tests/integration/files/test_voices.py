"""A voice note is taken in, goes with a report, is heard part by part, and is forgotten."""

from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.files.store import Store
from gisgrid.files.tables import Photo, PhotoFile
from tests.clips import clip, needs_ffmpeg, voice
from tests.integration.files.lens import LAMP, send, upload
from tests.integration.files.test_forgetting import forget
from tests.journeys.office import Office, ok

pytestmark = needs_ffmpeg


def test_a_voice_note_is_heard_part_by_part(web: TestClient, tx: Session, store: Store) -> None:
    found = upload(web, voice("webm"))
    assert found["reference"].startswith(f"voice:{found['id']}.")
    assert (found["video"], found["gps"]) == (None, None)
    assert web.get(found["thumbnail"]).headers["content-type"] == "image/jpeg"

    whole = web.get(found["voice"])
    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/mp4")
    assert whole.headers["x-content-type-options"] == "nosniff"
    part = web.get(found["voice"], headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, whole.content[100:300])
    assert part.headers["content-range"] == f"bytes 100-299/{len(whole.content)}"
    assert (
        web.get(found["voice"], headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    )
    assert {one.suffix for one in store.every_file()} == {".jpg", ".m4a"}
    kinds = tx.scalars(select(PhotoFile.media_type).where(PhotoFile.rendition == "voice")).all()
    assert kinds == ["audio/mp4"]


def test_a_link_opens_its_own_voice_note_alone(web: TestClient) -> None:
    one, other, film = upload(web, voice()), upload(web, voice("ogg")), upload(web, clip())
    key = one["voice"].partition("?")[2]
    assert web.get(f"/api/photos/{other['id']}/voice?{key}").status_code == 404
    assert film["voice"] is None
    key = film["video"].partition("?")[2]
    assert web.get(f"/api/photos/{film['id']}/voice?{key}").status_code == 404


def test_what_is_cut_short_leaves_nothing(web: TestClient, tx: Session, store: Store) -> None:
    answer = send(web, voice()[:1500], "note.m4a")
    assert (answer.status_code, answer.json()["type"]) == (422, "NotAPhoto")
    assert tx.scalars(select(Photo)).all() == []
    assert list(store.every_file()) == []


def test_a_voice_note_goes_with_a_report_to_who_may_see_the_case_until_it_is_forgotten(
    office: Office,
) -> None:
    sent = upload(office.anyone, voice())
    number = office.report(None, **{**LAMP, "photos": [sent["reference"]]})["number"]
    (report,) = office.desk("unit-cg").case(number)["reports"]
    assert report["photos"] == [f"voice:{sent['id']}"]
    link = report["pictures"][0]["voice"]
    assert office.anyone.get(link).status_code == 200

    forget(office, number)
    assert office.anyone.get(link).status_code == 404


def test_a_voice_note_is_no_photo_of_what_was_done(office: Office) -> None:
    number = office.report(None, **LAMP)["number"]
    sent = upload(office.anyone, voice())
    desk = office.desk("unit-cg")
    desk.step(number, "sign_in")
    answer = desk.send(number, "feedback", "已修", photos=[sent["reference"]])
    assert answer.status_code == 422
    assert "语音" in answer.json()["detail"]


def test_a_step_is_told_by_a_voice_note_beside_its_photo(office: Office) -> None:
    number = office.report(None, **LAMP)["number"]
    photo, sent, other = (upload(office.anyone, one) for one in (None, voice(), voice("ogg")))
    desk = office.desk("unit-cg")
    desk.step(number, "sign_in")
    both = [sent["reference"], other["reference"]]
    for wrong in (both, [photo["reference"]], ["voice:1"]):
        named = {"photos": [photo["reference"]], "voice": wrong}
        assert desk.send(number, "feedback", "已修", **named).status_code == 422

    named = {"photos": [photo["reference"]], "voice": [sent["reference"]]}
    desk.step(number, "feedback", "已修", **named)
    step = desk.case(number)["steps"][-1]
    assert step["codes"]["voice"] == [f"voice:{sent['id']}"]
    seen, heard = step["pictures"]
    assert (seen["voice"], heard["id"]) == (None, sent["id"])
    assert office.anyone.get(heard["voice"]).headers["content-type"] == "audio/mp4"


def test_a_contractor_says_that_it_is_done_by_a_voice_note_alone(office: Office) -> None:
    number = office.report(None, **LAMP)["number"]
    desk = office.desk("unit-cg")
    desk.step(number, "sign_in")
    desk.step(number, "assign_onward", "更换灯头", to={"contractor": "亮丽照明公司"})
    order = desk.case(number)["orders"]["orders"][0]["id"]
    link = ok(desk.client.get(f"/api/cases/{number}/orders/{order}/link"))["path"]
    assert office.anyone.post(link, json={"note": " "}).json()["type"] == "Wordless"
    photo, sent = upload(office.anyone), upload(office.anyone, voice())
    swapped = {"photos": [sent["reference"]], "voice": photo["reference"]}
    assert office.anyone.post(link, json=swapped).status_code == 422

    said = {"photos": [photo["reference"]], "voice": sent["reference"]}
    assert office.anyone.post(link, json=said).status_code == 204
    seen, heard = desk.case(number)["steps"][-1]["pictures"]
    assert (seen["voice"], heard["id"]) == (None, sent["id"])


def test_an_opinion_on_a_slip_is_heard_by_who_sees_the_slip(office: Office) -> None:
    number = office.report(None, **LAMP)["number"]
    desk, sent = office.desk("unit-cg"), upload(office.anyone, voice())
    path = f"/api/cases/{number}/slip"
    assert desk.client.post(f"{path}/opinion", json={"opinion": ""}).json()["type"] == "Wordless"
    said = {"voice": sent["reference"]}
    assert desk.client.post(f"{path}/opinion", json=said).status_code == 204
    assert desk.client.post(f"{path}/opinion", json=said).status_code == 422

    (mine,) = [one for one in ok(desk.client.get(path))["parts"] if one["opinion_by"]]
    assert (mine["opinion"], mine["voice"]["id"]) == ("", sent["id"])
    assert office.anyone.get(mine["voice"]["voice"]).status_code == 200
    assert "语音意见" in desk.client.get(f"{path}.html").text
