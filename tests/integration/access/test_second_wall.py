"""PostgreSQL holds every table to the scope by itself: nothing leaks where a condition is missing.

Each question here is asked without any condition, as the app's role, so what it finds is what a
forgotten WHERE would have shown.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.cases.service.sight import Reach, let_see, reach, within
from gisgrid.cases.tables import CaseFile
from gisgrid.identity import Actor, Post
from gisgrid.kernel.rows import see_as
from tests.integration.access.walls import as_web, post_of
from tests.integration.access.world import HERE, THERE, World

COUNT_STEPS = text("SELECT case_id, count(*) FROM step GROUP BY case_id")


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


def test_a_scope_of_one_side_finds_nothing_of_the_other(world: World, tx: Session) -> None:
    own, foreign = world.sides[HERE], world.sides[THERE]
    post = post_of("handler", station_id=own.station_id)
    with as_web(tx) as web:
        let_see(web, Actor(1, "handler", (post,)))

        assert list(web.scalars(text("SELECT text FROM case_file"))) == [HERE]
        assert list(web.scalars(text("SELECT text FROM report"))) == [HERE]
        assert list(web.scalars(text("SELECT id FROM photo"))) == [own.photo_id]
        changed = text("UPDATE case_file SET text = 'x' WHERE number = :number RETURNING id")
        assert web.execute(changed, {"number": foreign.number}).all() == []
