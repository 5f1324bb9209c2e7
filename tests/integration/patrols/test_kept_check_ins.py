"""Check-ins that are kept: never rewritten, their exact places for days, seen by who may."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gisgrid import patrols
from gisgrid.cases.service.sight import let_see
from gisgrid.identity import Actor
from gisgrid.kernel.settings import settings
from gisgrid.patrols.jobs import forget_check_in_places
from tests.integration.access.walls import as_web, post_of
from tests.integration.patrols.walk import NOW, Walk

MOVED = text("""
    UPDATE post AS p SET area_code = o.area_code, station_id = o.station_id
    FROM post o JOIN person n ON n.id = o.person_id AND n.code = :to AND o.role = 'grid_officer'
    WHERE p.person_id = (SELECT id FROM person WHERE code = :who) AND p.role = 'grid_officer'
""")


def test_the_exact_place_is_blanked_and_the_rest_stays(
    walk: Walk, at: Callable[[datetime], None]
) -> None:
    walk.taken()
    at(NOW + timedelta(days=settings().check_in_places_kept_days, minutes=1))
    assert patrols.places_due_to_forget(walk.tx) == 1
    forget_check_in_places(walk.tx)
    walk.tx.expire_all()
    assert patrols.places_due_to_forget(walk.tx) == 0
    (one,) = walk.as_role("grid_office").history()["check_ins"]
    assert (one["place"], one["distance_m"]) == (None, 0.0)


def test_where_somebody_stood_is_told_to_who_sees_officers_and_to_themselves(walk: Walk) -> None:
    walk.taken()
    assert walk.history()["check_ins"][0]["place"] is not None
    walk.tx.execute(MOVED, {"to": walk.own.officer, "who": walk.other.officer})
    walk.sign_in(walk.other.officer)
    (one,) = walk.history()["check_ins"]
    assert (one["person"], one["place"]) == (walk.own.name, None)


def test_a_check_in_is_never_rewritten_by_a_request(walk: Walk) -> None:
    walk.taken()
    orders = (
        "UPDATE check_in SET note = 'x'",
        "UPDATE check_in SET place = NULL, raw_x = NULL, raw_y = NULL",
        "DELETE FROM check_in",
    )
    with as_web(walk.tx) as web:
        for order in orders:
            with pytest.raises(DBAPIError, match="permission denied"), web.begin_nested():
                web.execute(text(order))


def test_the_second_wall_shows_check_ins_to_who_answers_for_the_asset(walk: Walk) -> None:
    walk.taken()
    area = text("""
        SELECT p.area_code FROM post p JOIN person n ON n.id = p.person_id
        WHERE n.code = :code AND p.role = 'grid_officer'
    """)
    own, other = (walk.tx.scalar(area, {"code": one.officer}) for one in (walk.own, walk.other))
    count = text("SELECT count(*) FROM check_in")
    seen = [
        ("grid_officer", own, 1),
        ("grid_officer", other, 0),
        ("dispatcher", None, 1),
        ("handler", None, 0),
        ("planner", None, 0),
    ]
    for role, area_code, found in seen:
        post = post_of(role, station_id=-1, area_code=area_code)
        with as_web(walk.tx) as web:
            let_see(web, Actor(10**6, role, (post,)))
            assert web.scalar(count) == found, (role, area_code)
