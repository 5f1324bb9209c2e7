"""PostgreSQL holds every table to the scope by itself: nothing leaks where a condition is missing.

Each question here is asked without any condition, as the app's role, so what it finds is what a
forgotten WHERE would have shown.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gisgrid import cases, identity
from gisgrid.cases.service.sight import Reach, let_see, reach, within
from gisgrid.cases.tables import CaseFile
from gisgrid.identity import Actor, Post
from gisgrid.kernel.db import bounded_engine_of, sessions_of
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.rows import beyond_scope, see_as
from gisgrid.run import Urls
from tests.integration.access.world import HERE, THERE, World
from tests.walls import web_sessions_on

WALLED = text("SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'public'")
SCOPED_BY_COLUMN = text("""
    SELECT DISTINCT c.relname
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    WHERE a.attname IN ('case_id', 'photo_id', 'slip_id', 'consultation_id')
      AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relnamespace = 'public'::regnamespace
""")
ADDRESSED = {"bulletin", "bulletin_receipt", "patrol", "shift_handover", "track_point"}
COUNT_STEPS = text("SELECT case_id, count(*) FROM step GROUP BY case_id")


@contextmanager
def as_web(tx: Session) -> Iterator[Session]:
    """Ask within the same transaction as the web would, and undo everything."""
    with tx.connection().begin_nested() as kept:
        with web_sessions_on(tx.connection())() as web:
            yield web
        kept.rollback()


@pytest.fixture
def tx(world: World) -> Iterator[Session]:
    with world.sessions() as session:
        yield session
        session.rollback()


def posts_of(tx: Session) -> st.SearchStrategy[tuple[Post, ...]]:
    """Draw posts of every area level, class and station that the two cases know."""
    found = tx.scalars(select(CaseFile)).all()
    areas = tx.scalars(text("SELECT DISTINCT code FROM area")).all()
    stations = sorted({one for case in found for one in case.stations})
    post = st.builds(
        Post,
        id=st.just(1),
        code=st.just("T"),
        role=st.sampled_from(sorted(identity.ROLES)),
        title=st.just(""),
        title_en=st.none(),
        station_id=st.sampled_from([*stations, -1]),
        station_code=st.just(""),
        area_code=st.one_of(st.none(), st.sampled_from(areas[:40]), own_areas(tx, found)),
        class_prefix=st.sampled_from([None, "component", "component/0137", "event", "none"]),
        unit_codes=st.just(()),
        deputy_for_id=st.none(),
    )
    return st.lists(post, max_size=3).map(tuple)


def own_areas(tx: Session, found: Any) -> st.SearchStrategy[str]:
    ids = sorted({area for case in found for area in case.path_today})
    asked = text("SELECT code FROM area WHERE id = ANY(:ids)")
    return st.sampled_from(tx.scalars(asked, {"ids": ids}).all())


def test_without_any_condition_the_rows_are_those_of_the_first_wall(tx: Session) -> None:
    seen_sizes = set()

    @settings(max_examples=150)
    @given(posts_of(tx))
    def agrees(posts: tuple[Post, ...]) -> None:
        actor = Actor(1, "somebody", posts)
        first = set(tx.scalars(select(CaseFile.id).where(within(reach(tx, actor)))))
        with as_web(tx) as web:
            let_see(web, actor)
            second = set(web.scalars(select(CaseFile.id)))
            steps = {case_id for case_id, _ in web.execute(COUNT_STEPS)}
        assert second == first == steps
        seen_sizes.add(len(first))

    agrees()
    assert {0, 1, 2} <= seen_sizes


def test_scopes_of_every_shape_are_held_alike(tx: Session) -> None:
    known = tx.scalars(select(CaseFile)).all()
    ids = st.sampled_from(sorted({one for case in known for one in (*case.path_today, 0)}))
    stations = st.sampled_from(sorted({one for case in known for one in (*case.stations, 0)}))
    classes = st.sampled_from([*{case.class_id for case in known}, 0])
    limit = st.fixed_dictionaries(
        {
            "classes": st.lists(classes, max_size=2),
            "root": st.one_of(st.none(), ids),
            "station": stations,
        }
    )
    some = st.builds(
        Reach,
        everything=st.sampled_from([False, False, False, True]),
        roots=st.lists(ids, max_size=2).map(tuple),
        mine=st.lists(stations, max_size=2).map(tuple),
        classes=st.lists(classes, max_size=2).map(tuple),
        limits=st.lists(limit, max_size=2).map(tuple),
    )

    @settings(max_examples=150)
    @given(some)
    def agrees(who: Reach) -> None:
        first = set(tx.scalars(select(CaseFile.id).where(within(who))))
        with as_web(tx) as web:
            see_as(web, who.told())
            assert set(web.scalars(select(CaseFile.id))) == first

    agrees()


def test_every_table_that_belongs_to_cases_or_photos_has_its_wall(tx: Session) -> None:
    walled = set(tx.scalars(WALLED))

    scoped = set(tx.scalars(SCOPED_BY_COLUMN))
    assert scoped | {"case_file", "notice"} | ADDRESSED == walled


def test_who_told_no_scope_finds_nothing_in_any_table(tx: Session) -> None:
    filled = {}
    with as_web(tx) as web:
        for name in sorted(tx.scalars(WALLED)):
            question = text(f"SELECT count(*) FROM {name}")
            with beyond_scope(web):
                filled[name] = web.scalar(question)
            assert web.scalar(question) == 0, name

    there = {name for name, count in filled.items() if count}
    assert {"case_file", "report", "step", "dispatch_order", "slip", "photo", "notice"} <= there


def test_a_month_is_not_read_around_its_table(tx: Session) -> None:
    with as_web(tx) as web:
        see_as(web, Reach(everything=True).told())

        assert web.scalar(text("SELECT count(*) FROM case_file")) == 2
        assert web.scalar(text("SELECT count(*) FROM case_file_202611")) == 0


def test_a_month_that_is_made_later_has_the_wall_too(tx: Session) -> None:
    tx.execute(text("SELECT ensure_months('2031-01-01', '2031-01-31')"))

    made = text("SELECT relrowsecurity FROM pg_class WHERE relname = 'case_file_203101'")
    assert tx.scalar(made) is True


def test_a_scope_of_one_side_finds_nothing_of_the_other(world: World, tx: Session) -> None:
    own, foreign = world.sides[HERE], world.sides[THERE]
    post = Post(1, "T", "handler", "", None, own.station_id, "", None, None, (), None)
    with as_web(tx) as web:
        let_see(web, Actor(1, "handler", (post,)))

        assert list(web.scalars(text("SELECT text FROM case_file"))) == [HERE]
        assert list(web.scalars(text("SELECT text FROM report"))) == [HERE]
        assert list(web.scalars(text("SELECT id FROM photo"))) == [own.photo_id]
        changed = text("UPDATE case_file SET text = 'x' WHERE number = :number RETURNING id")
        assert web.execute(changed, {"number": foreign.number}).all() == []


def test_others_notices_are_seen_by_who_sees_that_cases_move(tx: Session, world: World) -> None:
    number, district = world.sides[HERE].number, identity.district_station(tx)
    assert district is not None
    case_id = cases.case(tx, number).id
    sent = text("SELECT count(*) FROM notice WHERE case_id = :id")
    assert tx.scalar(sent, {"id": case_id})
    for role, sees in {"supervisor": True, "grid_officer": False, "checker": False}.items():
        post = Post(1, "T", role, "", None, district.id + 10**6, "", None, None, (), None)
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
                post = Post(1, "T", role, "", None, 1, "", None, None, (), None)
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
        post = Post(1, "T", "audit_admin", "", None, 1, "", None, None, (), None)
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
        post = Post(1, "T", role, "", None, -1, "", area, None, (), None)
        with as_web(tx) as web:
            let_see(web, Actor(person_id, role, (post,)))
            assert list(web.scalars(officers)) == found, role
            assert web.scalar(points) == tracks, role


def test_somebody_beyond_the_scope_comes_back_whatever_happens(tx: Session) -> None:
    with as_web(tx) as web:
        with pytest.raises(NotFound), beyond_scope(web):
            raise NotFound("nothing here")
        assert web.scalar(text("SELECT current_user")) == "gisgrid_app"
        with pytest.raises(DBAPIError), web.begin_nested(), beyond_scope(web):
            web.execute(text("SELECT 1/0"))
        assert web.scalar(text("SELECT current_user")) == "gisgrid_app"


def test_a_pooled_connection_keeps_nobody_s_scope(own_district: Urls) -> None:
    engine = bounded_engine_of(own_district.app, 1)
    sessions, count = sessions_of(engine), text("SELECT count(*) FROM case_file")
    with sessions.begin() as tx:
        cases.submit(tx, cases.NewReport(source=cases.Source.CITIZEN, text="路灯不亮"))
    with sessions.begin() as tx:
        see_as(tx, Reach(everything=True).told())
        assert tx.scalar(count) == 1
    with sessions.begin() as tx:
        assert tx.scalar(count) == 0
    with pytest.raises(DBAPIError), sessions.begin() as tx, beyond_scope(tx):
        tx.execute(text("SELECT 1/0"))
    with sessions.begin() as tx:
        assert tx.scalar(count) == 0
        assert tx.scalar(text("SELECT current_user")) == "gisgrid_app"
    engine.dispose()


def test_the_app_s_role_has_none_of_the_system_s_rights_by_itself(district_engine: Engine) -> None:
    with district_engine.connect() as connection:
        has = text("SELECT pg_has_role('gisgrid_app', 'gisgrid_system', 'USAGE')")
        assert connection.scalar(has) is False
