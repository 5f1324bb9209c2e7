"""The handover of a shift (交接班): ended with a summary and words, taken over by the next.

A station's shifts follow each other without a gap: one begins when the one before it ended.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import cases
from gisgrid.dispatch.queries import shifts as rows
from gisgrid.dispatch.tables import ShiftHandover
from gisgrid.identity import Actor, require
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Forbidden, NotFound
from gisgrid.kernel.permissions import roles_of
from gisgrid.kernel.settings import settings

SPECIAL_SHOWN: Final = 20
"""How many cases of each reason are listed; the numbers beside them count all."""


class StillToBeTaken(Conflict):
    """The shift before has been ended, but nobody has taken it over."""

    title = "The shift before waits to be taken over"


class NotByOneself(Conflict):
    """Whoever ended a shift cannot take it over."""

    title = "Somebody else must take the shift over"


@dataclass(frozen=True, slots=True)
class Special:
    """An open case that the next shift must know of, and why."""

    case: int
    why: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A shift in numbers: what stands in the queues, what passed since it began."""

    standing: dict[str, int]
    passed: dict[str, int]
    special: tuple[Special, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """The shift that runs at a station, as it would be handed over now."""

    station_id: int
    began_at: datetime
    summary: Summary
    waiting: ShiftHandover | None
    """The shift before, as long as nobody has taken it over."""


def running(tx: Session, actor: Actor) -> Shift:
    """Return the shift that runs at the actor's station."""
    require(actor, "shift.hand_over")
    station = min(stations_of(actor, "shift.hand_over"))
    before = rows.last(tx, station)
    began = before.ended_at if before is not None else _midnight()
    waits = before if before is not None and before.taken_at is None else None
    return Shift(station, began, summary_of(tx, actor, began), waits)


def summary_of(tx: Session, actor: Actor, began: datetime) -> Summary:
    """Return what an actor's part of the district looks like now, and what passed since."""
    who = cases.reach(tx, actor)
    found = [
        Special(one, why)
        for why in rows.SPECIAL
        for one in rows.special(tx, who, why, SPECIAL_SHOWN)
    ]
    return Summary(cases.queue_counts(tx, who), cases.passed(tx, who, began), tuple(found))


def hand_over(tx: Session, actor: Actor, note: str) -> ShiftHandover:
    """End the shift: write down how it is left; who comes next takes it over.

    Raises:
        StillToBeTaken: nobody has taken over the shift before.
    """
    now = running(tx, actor)
    written = rows.put(
        tx,
        {
            "station_id": now.station_id,
            "person_id": actor.person_id,
            "began_at": now.began_at,
            "ended_at": clock.now(),
            "summary": asdict(now.summary),
            "note": note,
        },
    )
    if written is None:
        raise StillToBeTaken("上一班的交接还没有人确认接班，请接班人先确认。")
    return written


def take_over(tx: Session, actor: Actor, shift_id: int) -> ShiftHandover:
    """Confirm that one has read how a shift was left, and take over; once.

    Raises:
        NotByOneself: the actor ended it.
        Conflict: somebody has taken it over.
    """
    require(actor, "shift.hand_over")
    found = rows.locked(tx, shift_id, stations_of(actor, "shift.hand_over"))
    if found is None:
        raise _no_such(shift_id)
    if found.person_id == actor.person_id:
        raise NotByOneself("交班人不能自己确认接班，请接班的调度员确认。")
    if found.taken_at is not None:
        raise Conflict("这一班已有人确认接班。")
    found.taken_by, found.taken_at = actor.person_id, clock.now()
    tx.flush()
    return found


def history(
    tx: Session, actor: Actor, before: int | None = None, limit: int = 20
) -> list[ShiftHandover]:
    """List the handovers of one's stations, the newest first."""
    require(actor, "shift.see")
    return list(rows.before(tx, stations_of(actor, "shift.see"), before, limit))


def handover(tx: Session, actor: Actor, shift_id: int) -> ShiftHandover:
    """Return one handover of one's stations."""
    require(actor, "shift.see")
    found = rows.before(tx, stations_of(actor, "shift.see"), shift_id + 1, 1)
    if not found or found[0].id != shift_id:
        raise _no_such(shift_id)
    return found[0]


def stations_of(actor: Actor, verb: str) -> frozenset[int]:
    """Return the stations of the posts by which an actor has a verb."""
    found = frozenset(post.station_id for post in actor.posts if post.role in roles_of(verb))
    if not found:
        raise Forbidden("您的岗位不属于任何调度台。")
    return found


def _midnight() -> datetime:
    """Return the beginning of the day: where the first shift of a station began is not known."""
    today = clock.now().astimezone(settings().tz).date()
    return datetime.combine(today, time(), settings().tz)


def _no_such(shift_id: int) -> NotFound:
    return NotFound(f"没有编号为 {shift_id} 的交接班记录，或者它不属于您的调度台。")
