"""The dispatcher's board: what nobody has, what waits, what is due soon, what is overdue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gisgrid import cases, duties, identity
from gisgrid.dispatch.queries.board import board as rows
from gisgrid.dispatch.rules.words import Language, named
from gisgrid.identity import Actor
from gisgrid.kernel import clock

QUEUES: Final = ("unrouted", "waiting", "due", "overdue")
SOON: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a queue of the board."""

    number: str
    status: str
    text: str
    place_text: str
    class_name: str | None
    lead: str | None
    unrouted: str | None
    emergency: bool
    provisional: bool
    received_at: datetime
    respond_due: datetime | None
    solve_due: datetime | None


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the board: how many cases it holds, and the first of them."""

    name: str
    in_all: int
    lines: tuple[Line, ...]


def board(tx: Session, actor: Actor, limit: int = 50, language: Language = "zh") -> list[Queue]:
    """Return the queues that an actor sees, each with the number of its cases."""
    found = rows(tx, cases.reach(tx, actor), clock.now(), SOON, limit)
    names = _station_names(tx, found, language)
    classes = {row.class_id for row in found if row.class_id is not None}
    titles = {one: named(duties.case_class(tx, one), language) for one in classes}
    return [_queue(name, found, names, titles) for name in QUEUES]


def _station_names(tx: Session, found: Iterable[Row[Any]], language: Language) -> dict[int, str]:
    wanted = {row.lead_station_id for row in found if row.lead_station_id is not None}
    return {one.id: named(one, language) for one in identity.stations(tx, wanted).values()}


def _queue(
    name: str, found: Iterable[Row[Any]], names: Mapping[int, str], titles: Mapping[int, str]
) -> Queue:
    mine = [row for row in found if row.queue == name]
    lines = tuple(_line(row, names, titles) for row in mine)
    return Queue(name, mine[0].in_all if mine else 0, lines)


def _line(row: Row[Any], names: Mapping[int, str], titles: Mapping[int, str]) -> Line:
    return Line(
        number=row.number,
        status=row.status,
        text=row.text,
        place_text=row.place_text,
        class_name=titles.get(row.class_id),
        lead=names.get(row.lead_station_id),
        unrouted=row.unrouted,
        emergency=row.emergency,
        provisional=row.provisional,
        received_at=row.received_at,
        respond_due=row.respond_due,
        solve_due=row.solve_due,
    )
