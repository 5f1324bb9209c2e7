"""Going on and off duty, and saying where one is meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.identity import Actor, Post, require
from gisgrid.kernel import clock
from gisgrid.kernel.datum import to_wgs84
from gisgrid.kernel.errors import Conflict, Forbidden
from gisgrid.kernel.permissions import roles_of
from gisgrid.kernel.settings import settings
from gisgrid.patrols import queries
from gisgrid.patrols.rules import Position
from gisgrid.patrols.tables import Patrol

AHEAD: Final = timedelta(minutes=5)
"""How far a telephone's clock may be ahead of ours."""
BEHIND: Final = timedelta(seconds=30)
"""How far it may be behind: where somebody went on duty is not left out for that."""


class OffDuty(Conflict):
    """Positions are taken only from people on duty."""

    title = "You are off duty: your position was not kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of some positions: kept (now or before), or left out as not of this time."""

    kept: int
    left_out: int


def go_on_duty(tx: Session, actor: Actor) -> Patrol:
    """Begin a patrol for the finest of the actor's posts in the grid; who is on duty stays so.

    It ends by itself after the setting's hours: nobody stays on duty for days.
    """
    require(actor, "duty.take")
    person_id, now = person_of(actor), clock.now()
    before = queries.opened(tx, person_id)
    if before is not None and before.ends_at > now:
        return before
    if before is not None:
        end(before, before.ends_at)
        tx.flush()
    post, path = seat_of(tx, actor, "duty.take")
    return queries.begin(
        tx,
        person_id=person_id,
        post_id=post.id,
        station_id=post.station_id,
        path=list(path),
        since=now,
        ends_at=now + timedelta(hours=settings().duty_hours),
    )


def go_off_duty(tx: Session, actor: Actor) -> None:
    """End the actor's patrol, if there is one; their place is gone from the map with the commit."""
    require(actor, "duty.take")
    found = queries.opened(tx, person_of(actor))
    if found is not None:
        end(found, min(clock.now(), found.ends_at))


def end_expired(tx: Session, now: datetime) -> int:
    """End the patrols whose hours are over, at the moment they were; return how many."""
    found = queries.expired(tx, now)
    for one in found:
        end(one, one.ends_at)
    return len(found)


def end(patrol: Patrol, at: datetime) -> None:
    """End a patrol at a moment and forget where its officer is."""
    patrol.ended_at = at
    patrol.place = patrol.placed_at = patrol.accuracy_m = None


def running(tx: Session, actor: Actor) -> Patrol | None:
    """Return the patrol that the actor is on now."""
    require(actor, "duty.take")
    found = queries.opened(tx, person_of(actor))
    return found if found is not None and found.ends_at > clock.now() else None


def record_positions(tx: Session, actor: Actor, positions: Sequence[Position]) -> Kept:
    """Keep where the actor was, as far as it was on duty; the latest is where they are now.

    What was told before is kept once, and no more than one point a second. What was measured
    before the patrol, but for what clocks are off, or lies in the future is left out.

    Raises:
        OffDuty: no patrol runs; nothing is kept.
    """
    patrol = running(tx, actor)
    if patrol is None:
        raise OffDuty("您不在岗，位置未保存；请先上岗 · you are off duty, nothing was kept.")
    latest = min(clock.now() + AHEAD, patrol.ends_at)
    told = [one for one in positions if patrol.since - BEHIND <= one.at <= latest]
    meant = [replace(one, at=max(one.at, patrol.since)) for one in told]
    if meant:
        places = [to_wgs84(one.lon, one.lat, one.datum) for one in meant]
        queries.keep_track(tx, patrol, meant, places)
        newest = max(range(len(meant)), key=lambda i: meant[i].at)
        queries.put_place(tx, patrol, meant[newest], places[newest])
    return Kept(len(meant), len(positions) - len(meant))


def person_of(actor: Actor) -> int:
    """Return who is on duty; devices and the system never are."""
    if actor.person_id is None:
        raise Forbidden("只有人员可以上岗 · only people go on duty.")
    return actor.person_id


def seat_of(tx: Session, actor: Actor, verb: str) -> tuple[Post, tuple[int, ...]]:
    """Return the post that has a verb, the one of the finest area, with its path from the root.

    A post of the whole district has an empty path: whoever sees a part does not see it.
    """
    having = [post for post in actor.posts if post.role in roles_of(verb)]
    paths = [(post, path_of(tx, post)) for post in having]
    return max(paths, key=lambda one: (len(one[1]), -one[0].id))


def path_of(tx: Session, post: Post) -> tuple[int, ...]:
    """Return the areas of a post from the root; none where its area is not in force."""
    found = grid.area_by_code(tx, post.area_code) if post.area_code else None
    return grid.path_of(tx, found.id) if found else ()
