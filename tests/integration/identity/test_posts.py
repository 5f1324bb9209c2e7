"""Posts that may not be joined, and posts that are held for somebody else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gisgrid.identity.apart import AdministratorsApart, administrators_apart
from gisgrid.identity.rules import APART
from gisgrid.identity.tables import Person, PostRow, Station
from tests.integration.identity.conftest import NOON, Hire

Clock = Callable[[datetime], None]
WEEK = timedelta(days=7)


def give(
    tx: Session, person: Person, office: Station, role: str, since: datetime, **more: object
) -> PostRow:
    post = PostRow(
        code=f"Z-{role}-{since:%d}", person_id=person.id, station_id=office.id, role=role, **more
    )
    post.valid_from = since
    tx.add(post)
    tx.flush()
    return post


@pytest.mark.parametrize(("one", "other"), [*permutations(APART, 2)])
def test_nobody_is_two_of_the_three_administrators(
    hire: Hire, tx: Session, office: Station, one: str, other: str
) -> None:
    person = hire("li", one)
    with pytest.raises(AdministratorsApart, match="不能由同一人"), administrators_apart():
        give(tx, person, office, other, NOON)


def test_one_may_follow_the_other_and_other_posts_are_free(
    hire: Hire, tx: Session, office: Station
) -> None:
    person = hire("li", "system_admin")
    give(tx, person, office, "audit_admin", NOON + timedelta(days=9))
    give(tx, person, office, "handler", NOON)


def test_other_faults_are_not_taken_for_joined_administrators(
    hire: Hire, tx: Session, office: Station
) -> None:
    with pytest.raises(IntegrityError), administrators_apart():
        give(tx, hire("li"), office, "no-such-role", NOON)


def test_a_deputy_acts_within_the_dates_only_and_is_shown_as_one(
    hire: Hire, tx: Session, office: Station, at: Clock, client: TestClient
) -> None:
    at(NOON)
    principal = hire("leader", "leader")
    deputy = hire("li")
    held = tx.query(PostRow).filter_by(person_id=principal.id).one()
    leave = {"valid_to": NOON + timedelta(hours=2), "deputy_for_id": held.id}
    give(tx, deputy, office, "leader", NOON + timedelta(hours=1), **leave)
    client.post("/api/session", json={"login": "li", "password": "right"})
    seen = []
    for hour in (0.5, 1, 1.9, 2):
        at(NOON + timedelta(hours=hour))
        posts = client.get("/api/me").json()["posts"]
        seen.append([one["is_deputy"] for one in posts if one["role"] == "leader"])
    assert seen == [[], [True], [True], []]
