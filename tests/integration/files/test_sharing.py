"""Staff hand on a link to one file of a case: for some hours, written down, never the original."""

from datetime import timedelta

from sqlalchemy import text

from gisgrid.kernel import clock
from tests.integration.files.lens import upload
from tests.integration.files.test_redacting import PLATE, hide, reported, shown_to, spread
from tests.journeys.office import Desk, Office, ok


def link(desk: Desk, photo_id: int, **said: int) -> str:
    path: str = ok(desk.client.post(f"/api/photos/{photo_id}/links", json=said), 201)["path"]
    return path


def test_a_link_opens_the_file_for_whoever_holds_it_until_its_time_is_over(office: Office) -> None:
    _, _, photo = reported(office)
    unit = office.desk("unit-cg")
    day, three = link(unit, photo["id"]), link(unit, photo["id"], hours=72)
    assert office.anyone.get(day).headers["content-type"] == "image/jpeg"
    with clock.at(clock.now() + timedelta(hours=25)):
        assert office.anyone.get(day).status_code == 404
        assert office.anyone.get(three).status_code == 200
    ask = "SELECT count(*) FROM audit_entry WHERE operation LIKE '%/links'"
    assert office.tx.scalar(text(ask)) == 2


def test_a_link_ends_with_the_posts_of_whoever_made_it(office: Office) -> None:
    number, _, photo = reported(office)
    desk = office.desk("dispatcher")
    handed = link(desk, photo["id"])
    hide(desk, photo, PLATE)
    original = shown_to(desk, number)["original"]
    assert office.anyone.get(handed).status_code == 200
    assert office.anyone.get(original).status_code == 200

    whose = "(SELECT person_id FROM account WHERE login = 'dispatcher')"
    over = text(f"UPDATE post SET valid_to = :now WHERE person_id = {whose}")
    office.tx.execute(over, {"now": clock.now()})
    assert office.anyone.get(handed).status_code == 404
    assert office.anyone.get(original).status_code == 404


def test_what_is_redacted_stays_so_also_for_who_may_see_originals(office: Office) -> None:
    _, _, photo = reported(office)
    desk = office.desk("dispatcher")
    before = link(desk, photo["id"])
    hide(desk, photo, PLATE)
    assert spread(office, before) < 20
    assert spread(office, link(desk, photo["id"])) < 20


def test_nobody_hands_on_what_they_may_not_see(office: Office) -> None:
    _, _, photo = reported(office)
    address = f"/api/photos/{photo['id']}/links"
    assert office.anyone.post(address, json={}).status_code == 401
    assert office.desk("unit-fg").client.post(address, json={}).status_code == 404
    assert office.desk("auditadmin").client.post(address, json={}).status_code == 404
    desk = office.desk("dispatcher").client
    loose = upload(office.anyone)
    assert desk.post(f"/api/photos/{loose['id']}/links", json={}).status_code == 404
    assert desk.post(address, json={"hours": 73}).status_code == 422
