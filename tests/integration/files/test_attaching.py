"""Photos belong to one report or step, and are seen by whoever may see its case."""

from fastapi.testclient import TestClient
from sqlalchemy import select

from gisgrid.files.tables import Photo
from tests.integration.files.lens import LAMP, upload
from tests.journeys.office import Json, Office, ok
from tests.photos import encoded, picture, with_exif

FAR = with_exif(113.17, 35.26)


def reported(office: Office, content: bytes | None = None, **said: object) -> tuple[Json, Json]:
    photo = upload(office.anyone, content)
    return office.report(None, **{**LAMP, "photos": [photo["reference"]], **said}), photo


def bytes_of(web: TestClient, link: str) -> bytes:
    answer = web.get(link)
    assert answer.status_code == 200
    return bytes(answer.content)


def test_a_report_brings_its_photo_to_the_case_the_follower_and_the_slip(office: Office) -> None:
    receipt, photo = reported(office, FAR)
    unit = office.desk("unit-cg")
    small = bytes_of(office.anyone, photo["thumbnail"])

    report = unit.case(receipt["number"])["reports"][0]
    assert report["photos"] == [f"photo:{photo['id']}"]
    (shown,) = report["pictures"]
    assert shown["far_from_pin"]
    assert shown["original"] is None
    (own,) = ok(office.anyone.get(f"/api/reports/{receipt['token']}"))["pictures"]
    (on_slip,) = ok(unit.client.get(f"/api/cases/{receipt['number']}/slip"))["pictures"]
    for one in (shown, own, on_slip):
        assert bytes_of(office.anyone, one["thumbnail"]) == small
    page = unit.client.get(f"/api/cases/{receipt['number']}/slip.html")
    assert f"/api/photos/{photo['id']}/thumbnail?key=" in page.text
    row = office.tx.scalars(select(Photo).where(Photo.id == photo["id"])).one()
    assert row.report_id == row.case_id is not None


def test_a_step_brings_its_photo_and_the_check_needs_one(office: Office) -> None:
    receipt, _ = reported(office)
    number, unit = receipt["number"], office.desk("unit-cg")
    unit.step(number, "sign_in")
    after = upload(unit.client, encoded(picture(colour="navy")))
    unit.step(number, "feedback", "灯泡已换", photos=[after["reference"], "IMG_2031"])
    assert office.desk("checker").send(number, "check_pass").status_code == 422

    step = unit.case(number)["steps"][-1]
    assert step["codes"]["photos"] == [f"photo:{after['id']}", "IMG_2031"]
    assert [one["id"] for one in step["pictures"]] == [after["id"]]
    row = office.tx.scalars(select(Photo).where(Photo.id == after["id"])).one()
    assert row.step_seq == step["seq"]
    assert row.person_id is not None


def test_a_photo_belongs_to_one_thing_once(office: Office) -> None:
    receipt, photo = reported(office)
    unit = office.desk("unit-cg")
    again = office.anyone.post("/api/reports", json={**LAMP, "photos": [photo["reference"]]})
    assert (again.status_code, again.json()["type"]) == (422, "UnknownReference")
    unit.step(receipt["number"], "sign_in")
    stolen = unit.send(receipt["number"], "feedback", "好了", photos=[photo["reference"]])
    assert (stolen.status_code, stolen.json()["type"]) == (422, "UnknownReference")
    twice = [upload(office.anyone)["reference"]] * 2
    assert office.anyone.post("/api/reports", json={**LAMP, "photos": twice}).status_code == 422


def test_nobody_names_a_photo_that_is_not_theirs(office: Office) -> None:
    photo = upload(office.anyone)
    seal = photo["reference"].partition(".")[2]
    for forged in (f"photo:{photo['id']}", f"photo:{photo['id'] + 1}.{seal}", "photo:x"):
        answer = office.anyone.post("/api/reports", json={**LAMP, "photos": [forged]})
        assert (answer.status_code, answer.json()["type"]) == (422, "UnknownReference")


def test_the_same_key_gives_the_same_receipt_with_the_same_photo(office: Office) -> None:
    said = {**LAMP, "photos": [upload(office.anyone)["reference"]]}
    key = {"Idempotency-Key": "one"}
    first = ok(office.anyone.post("/api/reports", json=said, headers=key), 201)
    again = ok(office.anyone.post("/api/reports", json=said, headers=key), 201)
    assert again["number"] == first["number"]
    assert again["replayed"]


def test_nobody_gets_a_link_to_a_photo_of_a_case_outside_their_scope(office: Office) -> None:
    receipt, photo = reported(office)
    own, foreign = office.desk("unit-cg"), office.desk("unit-fg")
    number = receipt["number"]
    mine = own.case(number)["reports"][0]["pictures"][0]

    for address in (f"/api/cases/{number}", f"/api/cases/{number}/slip"):
        assert foreign.client.get(address).status_code == 404
    for part in ("", "/thumbnail"):
        address = f"/api/photos/{photo['id']}{part}"
        assert foreign.client.get(address).status_code == 422
        other = upload(foreign.client)["photo"].partition("key=")[2]
        assert foreign.client.get(f"{address}?key={other}").status_code == 404
    assert own.client.get(mine["thumbnail"]).status_code == 200


def test_a_contractor_shows_what_was_done(office: Office) -> None:
    receipt, _ = reported(office)
    number, unit = receipt["number"], office.desk("unit-cg")
    unit.step(number, "sign_in")
    unit.step(number, "assign_onward", to={"contractor": "亮化公司"})
    order = unit.case(number)["orders"]["orders"][0]["id"]
    link = ok(unit.client.get(f"/api/cases/{number}/orders/{order}/link"))["path"]
    photo = upload(office.anyone)
    done = {"note": "灯泡已换", "photos": [photo["reference"]]}
    assert office.anyone.post(link, json=done).status_code == 204
    assert unit.case(number)["steps"][-1]["pictures"][0]["id"] == photo["id"]
