"""Whoever reported is forgotten with the photos they sent; what staff photographed stays."""

from datetime import timedelta

from sqlalchemy import select

from gisgrid import cases, identity
from gisgrid.cases import due_to_forget
from gisgrid.files import sweep
from gisgrid.files.store import Store
from gisgrid.files.tables import Photo, PhotoFile
from gisgrid.kernel import clock
from tests.integration.files.lens import upload
from tests.integration.files.test_attaching import FAR, reported
from tests.journeys.office import Office
from tests.photos import encoded, picture


def forget(office: Office, number: str) -> None:
    found = cases.lock(office.tx, number)
    cases.anonymise(office.tx, found, actor=identity.system_actor(), note="本人要求")
    office.tx.commit()


def test_a_reporter_s_photos_go_and_the_unit_s_stay(office: Office, store: Store) -> None:
    receipt, sent = reported(office, FAR)
    number, unit = receipt["number"], office.desk("unit-cg")
    unit.step(number, "sign_in")
    after = upload(unit.client, encoded(picture(colour="navy")))
    unit.step(number, "feedback", "灯泡已换", photos=[after["reference"]])
    names = select(PhotoFile.sha256).where(PhotoFile.photo_id == sent["id"])
    gone = office.tx.scalars(names).all()

    forget(office, number)

    whole = unit.case(number)
    assert whole["reports"][0]["pictures"] == []
    assert [p["id"] for step in whole["steps"] for p in step["pictures"]] == [after["id"]]
    assert office.anyone.get(sent["photo"]).status_code == 404
    row = office.tx.scalars(select(Photo).where(Photo.id == sent["id"])).one()
    assert (row.gps_x, row.gps_y, row.gps_datum, row.taken_at) == (None, None, None, None)
    assert cases.verify_chain(office.tx, number).fault is None
    with clock.at(clock.now() + timedelta(days=20000)):
        sweep(office.tx)
    assert len(gone) == 2
    assert not any(store.has(one) for one in gone)


def test_a_photo_that_is_gone_cannot_be_redacted(office: Office) -> None:
    receipt, sent = reported(office)
    forget(office, receipt["number"])

    boxes = {"boxes": [{"x": 0, "y": 0, "width": 5, "height": 5}]}
    address = f"/api/photos/{sent['id']}/redactions"
    assert office.desk("dispatcher").client.post(address, json=boxes).status_code == 404


def test_a_dry_run_counts_the_photos(office: Office) -> None:
    reported(office)
    found, _ = reported(office, FAR)
    case = cases.lock(office.tx, found["number"])
    case.status, case.closed_at = "closed", clock.now()
    office.tx.commit()
    with clock.at(clock.now() + timedelta(days=800)):
        due = due_to_forget(office.tx)

    assert (sum(due.months.values()), due.photos) == (1, 1)
