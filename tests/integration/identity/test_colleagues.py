"""Who works at my station: its own people know, with whole numbers only for those who call them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from gisgrid.identity import actor_of
from gisgrid.identity.colleagues import colleagues
from gisgrid.identity.tables import Person, PostRow, Station
from gisgrid.kernel.errors import NotFound
from tests.integration.identity.conftest import NOON, Hire

PHONE = "19900000007"


@pytest.fixture
def li(hire: Hire, at: Callable[[datetime], None], tx: Session) -> Person:
    """A handler with a telephone, seen at noon."""
    at(NOON)
    found = hire("li")
    found.phone = PHONE
    tx.flush()
    return found


def test_the_dispatcher_of_a_station_has_whole_numbers_and_a_handler_masked_ones(
    tx: Session, li: Person, hire: Hire
) -> None:
    chief, other = hire("chief", "unit_dispatcher"), hire("other")
    shown = {
        who.name: next(
            one for one in colleagues(tx, actor_of(tx, who.id, NOON), "S") if one.id == li.id
        )
        for who in (chief, other)
    }
    assert (shown["chief"].phone, shown["other"].phone) == (PHONE, "199****0007")
    assert shown["chief"].takes_orders


def test_whole_numbers_are_for_the_station_whose_post_has_them(
    tx: Session, li: Person, hire: Hire
) -> None:
    other, elsewhere = hire("other"), Station(code="T", kind="unit_office", name="房管中心")
    tx.add(elsewhere)
    tx.flush()
    more = PostRow(
        code="T-other", person_id=other.id, station_id=elsewhere.id, role="unit_dispatcher"
    )
    more.valid_from, more.valid_to = NOON, None
    tx.add(more)
    tx.flush()
    actor = actor_of(tx, other.id, NOON)
    assert actor.may("roster.phones")
    assert {one.phone for one in colleagues(tx, actor, "S") if one.id == li.id} == {"199****0007"}


def test_a_deputy_stands_after_the_principals_with_the_name_of_the_absent(
    tx: Session, li: Person, hire: Hire, office: Station
) -> None:
    chief = hire("chief", "unit_dispatcher")
    post = tx.query(PostRow).filter_by(code="Z-chief").one()
    stands = PostRow(code="A-deputy", person_id=li.id, station_id=office.id, role=post.role)
    stands.valid_from, stands.valid_to, stands.deputy_for_id = NOON, None, post.id
    tx.add(stands)
    tx.flush()
    found = colleagues(tx, actor_of(tx, chief.id, NOON), "S")
    deputies = [duty for one in found for duty in one.duties if duty.deputy_for is not None]
    assert [duty.deputy_for for duty in deputies] == ["chief"]
    (mine,) = (one for one in found if one.id == li.id)
    assert [duty.deputy_for for duty in mine.duties] == [None, "chief"]


def test_another_station_has_no_roster_for_outsiders(tx: Session, li: Person) -> None:
    tx.add(Station(code="T", kind="unit_office", name="房管中心"))
    tx.flush()
    for code in ("T", "nowhere"):
        with pytest.raises(NotFound):
            colleagues(tx, actor_of(tx, li.id, NOON), code)
