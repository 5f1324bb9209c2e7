"""Lists cases within somebody's scope, page by page."""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, func, literal, not_, or_, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger

from gisgrid import grid
from gisgrid.cases.rules import OPEN, Status
from gisgrid.cases.rules.reporters import handled_at
from gisgrid.cases.service.personal import phone_indexes
from gisgrid.cases.service.queues import in_queue
from gisgrid.cases.service.sight import Reach, reach, within
from gisgrid.cases.tables import CaseFile, Report
from gisgrid.identity import Actor, require
from gisgrid.kernel.errors import Invalid

PAGE: Final = 50
MOST: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to see; None means all."""

    statuses: frozenset[Status] | None = None
    area: str | None = None
    class_id: int | None = None
    station_id: int | None = None
    unrouted: bool | None = None
    queue: str | None = None
    """One of QUEUES."""
    q: str | None = None
    phone: str | None = None
    """A reporter's number, however it is written."""
    not_at: frozenset[int] = frozenset()
    """Stations whose cases are left out: whoever works there may not learn who reported."""
    sort: str = "newest"
    cursor: str | None = None
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases, and where the next page begins; None at the end."""

    cases: Sequence[CaseFile]
    cursor: str | None


def _any_of(column: object, wanted: Sequence[int]) -> ColumnElement[bool]:
    return column.overlap(literal(sorted(wanted), ARRAY(BigInteger)))  # type: ignore[attr-defined, no-any-return]


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is sorted, and which way."""

    by: ColumnElement[datetime]
    name: str
    down: bool


NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
ORDERS: Final = {
    "newest": Order(CaseFile.received_at.expression, "received_at", down=True),
    "oldest": Order(CaseFile.received_at.expression, "received_at", down=False),
    "due": Order(func.coalesce(CaseFile.solve_due, NEVER), "solve_due", down=False),
}


def listed(tx: Session, asked: Asked, who: Reach) -> Page:
    """Return one page of the cases that are asked for and may be seen."""
    limit = max(1, min(asked.limit, MOST))
    order = _order(asked.sort)
    question = select(CaseFile).where(within(who), *_filters(tx, asked))
    question = _ordered(question, order, asked.cursor)
    rows = list(tx.scalars(question.limit(limit + 1)))
    return Page(rows[:limit], _cursor(order, rows[limit - 1]) if len(rows) > limit else None)


def listed_by_phone(
    tx: Session, phone: str, actor: Actor, *, cursor: str | None = None, limit: int = PAGE
) -> Page:
    """List the cases that were reported from a number, as far as one may know who reported them.

    Raises:
        Forbidden: no post of the actor's looks for numbers.
    """
    require(actor, "reporter.find_by_phone")
    asked = Asked(phone=phone, not_at=handled_at(actor.posts), cursor=cursor, limit=limit)
    return listed(tx, asked, reach(tx, actor.holding("reporter.find_by_phone")))


def _order(name: str) -> Order:
    if name not in ORDERS:
        raise Invalid(f"sort 须为 {'、'.join(ORDERS)} 之一。")
    return ORDERS[name]


def _ordered(question: Select[CaseFile], order: Order, cursor: str | None) -> Select[CaseFile]:
    """Sort by key and id, and begin after the last row of the page before."""
    if cursor is not None:
        place, start = tuple_(order.by, CaseFile.id), tuple_(*_start(cursor))
        question = question.where(place < start if order.down else place > start)
    keys = (order.by, CaseFile.id)
    return question.order_by(*(key.desc() if order.down else key.asc() for key in keys))


def _cursor(order: Order, row: CaseFile) -> str:
    at = getattr(row, order.name) or NEVER
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), row.id]).encode()).decode()


def _start(cursor: str) -> tuple[datetime, int]:
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at), int(last)
    except (ValueError, TypeError, OverflowError):
        raise Invalid("cursor 无效，请从第一页重新开始。") from None


def _filters(tx: Session, asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.statuses is not None:
        yield CaseFile.status.in_(sorted(asked.statuses))
    if asked.area is not None:
        yield _any_of(CaseFile.path_today, [_area(tx, asked.area)])
    if asked.class_id is not None:
        yield CaseFile.class_id == asked.class_id
    if asked.station_id is not None:
        yield CaseFile.lead_station_id == asked.station_id
    yield from _standing(asked)
    if asked.phone is not None:
        known = Report.phone_index.in_(phone_indexes(asked.phone))
        yield CaseFile.id.in_(select(Report.case_id).where(known))
    if asked.not_at:
        yield not_(_any_of(CaseFile.stations, sorted(asked.not_at)))
    if asked.q:
        yield _words(asked.q.strip())


def _standing(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.queue is not None:
        yield in_queue(asked.queue)
    if asked.unrouted is not None:
        waits = CaseFile.lead_station_id.is_(None) & CaseFile.status.in_(sorted(OPEN))
        yield waits if asked.unrouted else CaseFile.lead_station_id.is_not(None)


def _area(tx: Session, area: str) -> int:
    found = grid.area_by_code(tx, area)
    if found is None:
        raise Invalid(f"当前网格版本中没有编码为 {area} 的网格单元。")
    return found.id


def _words(q: str) -> ColumnElement[bool]:
    """Look for words in what was said, or for the beginning of a number."""
    said = (CaseFile.text, CaseFile.place_text)
    number = CaseFile.number.startswith(q, autoescape=True)
    return or_(number, *(column.icontains(q, autoescape=True) for column in said))
