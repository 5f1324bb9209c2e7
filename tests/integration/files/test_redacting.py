"""Faces and plates are hidden from all but the dispatch side, and who looked is written down."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from gisgrid.files.tables import PhotoLog
from tests.integration.files.lens import LAMP, upload
from tests.journeys.office import Desk, Json, Office, ok
from tests.photos import encoded

PLATE = [{"x": 100, "y": 100, "width": 160, "height": 80}]


def noise() -> bytes:
    return encoded(Image.effect_noise((400, 300), 120).convert("RGB"), quality=60)


def reported(office: Office) -> tuple[str, str, Json]:
    photo = upload(office.anyone, noise())
    receipt = office.report(None, **{**LAMP, "photos": [photo["reference"]]})
    return receipt["number"], receipt["token"], photo


def hide(desk: Desk, photo: Json, boxes: list[Json]) -> Json:
    address = f"/api/photos/{photo['id']}/redactions"
    found: Json = ok(desk.client.post(address, json={"boxes": boxes}), 201)
    return found


def spread(office: Office, link: str) -> int:
    """Return how much the middle of the plate still tells."""
    shown = Image.open(BytesIO(office.anyone.get(link).content)).convert("L")
    cells = shown.crop((104, 104, 116, 116)).getextrema()
    return int(cells[1] - cells[0])  # type: ignore[operator]


def shown_to(desk: Desk, number: str) -> Json:
    found: Json = desk.case(number)["reports"][0]["pictures"][0]
    return found


def test_the_public_and_the_handlers_see_it_hidden_and_the_office_may_look(office: Office) -> None:
    number, token, photo = reported(office)
    unit, dispatcher = office.desk("unit-cg"), office.desk("dispatcher")
    before = shown_to(unit, number)["photo"]
    assert spread(office, before) > 60
    hide(dispatcher, photo, PLATE)

    handled, seen = shown_to(unit, number), shown_to(dispatcher, number)
    (public,) = ok(office.anyone.get(f"/api/reports/{token}"))["pictures"]
    assert handled["redacted"]
    assert (handled["original"], public["original"]) == (None, None)
    for link in (before, handled["photo"], public["photo"], photo["photo"], seen["photo"]):
        assert spread(office, link) < 20
    assert spread(office, seen["original"]) > 60
    logged = office.tx.scalars(select(PhotoLog).order_by(PhotoLog.id)).all()
    assert [(one.act, one.boxes) for one in logged] == [("redact", PLATE), ("see_original", None)]
    assert all(one.person_id for one in logged)


def test_boxes_are_taken_away_again(office: Office) -> None:
    number, _, photo = reported(office)
    desk = office.desk("gridoffice")
    hide(desk, photo, PLATE)
    hide(desk, photo, [])
    shown = shown_to(desk, number)
    assert (shown["redacted"], shown["original"]) == (False, None)
    assert spread(office, shown["photo"]) > 60


def test_only_the_dispatch_side_redacts_and_only_inside_the_photo(office: Office) -> None:
    _, _, photo = reported(office)
    address = f"/api/photos/{photo['id']}/redactions"
    assert office.anyone.post(address, json={"boxes": PLATE}).status_code == 401
    assert office.desk("unit-cg").client.post(address, json={"boxes": PLATE}).status_code == 403
    desk = office.desk("dispatcher").client
    outside = [{**PLATE[0], "x": 399}]
    assert desk.post(address, json={"boxes": outside}).status_code == 422
    loose = upload(office.anyone)
    assert desk.post(f"/api/photos/{loose['id']}/redactions", json={"boxes": []}).status_code == 404


def test_what_was_written_down_stays(office: Office) -> None:
    _, _, photo = reported(office)
    hide(office.desk("dispatcher"), photo, PLATE)
    for change in ("UPDATE photo_log SET person_id = NULL", "DELETE FROM photo_log"):
        with pytest.raises(DBAPIError, match="permission denied"), office.tx.begin_nested():
            office.tx.execute(text(change))


def test_the_boxes_that_lie_on_a_photo_now_are_shown_to_whoever_may_change_them(
    office: Office,
) -> None:
    _, _, photo = reported(office)
    desk = office.desk("dispatcher")
    address = f"/api/photos/{photo['id']}/redactions"
    assert ok(desk.client.get(address)) == []
    hide(desk, photo, PLATE)
    assert ok(desk.client.get(address)) == PLATE
    hide(desk, photo, [])
    assert ok(desk.client.get(address)) == []
