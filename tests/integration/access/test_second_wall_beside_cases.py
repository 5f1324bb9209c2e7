"""What is said, written down and walked beside the cases has the second wall, too."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gisgrid import cases, identity
from gisgrid.cases.service.sight import let_see
from gisgrid.identity import Actor
from gisgrid.kernel.rows import beyond_scope
from tests.integration.access.walls import as_web, post_of
from tests.integration.access.world import HERE, THERE, World


def test_others_notices_are_seen_by_who_sees_that_cases_move(tx: Session, world: World) -> None:
    number, district = world.sides[HERE].number, identity.district_station(tx)
    assert district is not None
    case_id = cases.case(tx, number).id
    sent = text("SELECT count(*) FROM notice WHERE case_id = :id")
    assert tx.scalar(sent, {"id": case_id})
    for role, sees in {"supervisor": True, "grid_officer": False, "checker": False}.items():
        post = post_of(role, station_id=district.id + 10**6)
        with as_web(tx) as web:
            let_see(web, Actor(10**6, role, (post,)))
            assert bool(web.scalar(sent, {"id": case_id})) is sees, role
            every = text("SELECT count(*) FROM notice WHERE case_id IS NULL")
            assert web.scalar(every) == 0


def test_drafts_are_their_writers_and_readings_one_s_own(tx: Session) -> None:
    area = tx.scalar(text("SELECT min(id) FROM area"))
    write = text("""
        INSERT INTO bulletin (kind, audience, area_id, title, text, shown_from, standing,
                              written_at, published_at)
        SELECT 'policy', audience, :area, audience || '/' || standing, '', now(), standing,
               now(), now()
        FROM unnest(ARRAY['public', 'staff']) AS audience,
             unnest(ARRAY['draft', 'published', 'withdrawn']) AS standing
        RETURNING id
    """)
    ids = tx.scalars(write, {"area": area}).all()
    read = text("INSERT INTO bulletin_receipt SELECT :id, id, now() FROM person LIMIT 2")
    tx.execute(read, {"id": ids[0]})
    somebody = tx.scalar(text("SELECT min(person_id) FROM bulletin_receipt"))
    titles = text("SELECT title FROM bulletin WHERE id = ANY(:ids) ORDER BY title")
    readings = text("SELECT count(*) FROM bulletin_receipt")
    seen = {None: (1, 0), "handler": (2, 1), "grid_office": (6, 2)}
    for role, (said, own) in seen.items():
        with as_web(tx) as web:
            if role:
                post = post_of(role)
                let_see(web, Actor(somebody, role, (post,)))
            assert len(web.scalars(titles, {"ids": ids}).all()) == said, role
            assert web.scalar(readings) == own, role


def test_a_request_writes_the_audit_and_reads_none_of_it(tx: Session) -> None:
    write = text("""
        INSERT INTO audit_entry (at, verb, operation, status)
        VALUES (now(), 'POST', '/api/session', 201) RETURNING id
    """)
    months = tx.scalars(
        text("""
        SELECT inhrelid::regclass::text FROM pg_inherits
        WHERE inhparent = 'audit_entry'::regclass
    """)
    ).all()
    with as_web(tx) as web:
        post = post_of("audit_admin")
        let_see(web, Actor(1, "audit_admin", (post,)))
        assert web.scalar(write)
        for name in ("audit_entry", *months):
            with pytest.raises(DBAPIError, match="permission denied"), web.begin_nested():
                web.execute(text(f"SELECT person_id FROM {name}"))
        with beyond_scope(web):
            assert web.scalar(text("SELECT count(*) FROM audit_entry WHERE at = now()")) == 1


def test_who_is_on_duty_is_seen_by_their_own_side_and_a_track_by_nobody_else(
    world: World, tx: Session
) -> None:
    side, other = world.sides[HERE], world.sides[THERE]
    mine, others = (f"T-walker-{one.station_id}" for one in (side, other))
    walker = tx.scalar(text("SELECT id FROM person WHERE code = :code"), {"code": mine})
    officers = text("SELECT p.code FROM patrol t JOIN person p ON p.id = t.person_id ORDER BY 1")
    points = text("SELECT count(*) FROM track_point")
    own, both = [mine], sorted([mine, others])
    seen = [
        ("dispatcher", None, 10**6, both, 0),
        ("grid_leader", side.area_code, 10**6, own, 0),
        ("handler", None, 10**6, [], 0),
        ("grid_officer", side.area_code, walker, own, 1),
    ]
    for role, area, person_id, found, tracks in seen:
        post = post_of(role, station_id=-1, area_code=area)
        with as_web(tx) as web:
            let_see(web, Actor(person_id, role, (post,)))
            assert list(web.scalars(officers)) == found, role
            assert web.scalar(points) == tracks, role
