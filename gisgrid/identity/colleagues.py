"""Who works at a station now: its roster, for the people of the station itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from gisgrid.identity.actors import Actor
from gisgrid.identity.queries import held_at
from gisgrid.identity.tables import Person, PostRow, Station
from gisgrid.kernel import clock
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.permissions import roles_of
from gisgrid.kernel.sealing import masked


@dataclass(frozen=True, slots=True)
class Duty:
    """A post at a station as its colleagues know it."""

    role: str
    title: str
    title_en: str | None
    shift: str | None
    valid_to: datetime | None
    deputy_for: str | None
    """The name of whoever this post stands in for."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a post at the station now; the number is masked unless one may have it."""

    id: int
    name: str
    name_en: str | None
    phone: str
    takes_orders: bool
    """Whether an order of the station may be given to them."""
    duties: tuple[Duty, ...]


def colleagues(tx: Session, actor: Actor, station_code: str) -> list[Colleague]:
    """List who holds posts at one of the actor's own stations now, principals first.

    Raises:
        NotFound: there is no such station, or the actor has no post there.
    """
    station_id = tx.scalar(select(Station.id).where(Station.code == station_code))
    if station_id is None or station_id not in actor.station_ids:
        raise NotFound(f"没有编号为 {station_code} 的工作站，或者您在那里没有岗位。")
    found: dict[int, list[tuple[Person, Duty]]] = {}
    for person, duty in _duties(tx, station_id):
        found.setdefault(person.id, []).append((person, duty))
    may_call = station_id in actor.holding("roster.phones").station_ids
    shown = _whole if may_call else _masked
    return [
        _colleague(rows[0][0], tuple(duty for _, duty in rows), shown) for rows in found.values()
    ]


def _duties(tx: Session, station_id: int) -> list[tuple[Person, Duty]]:
    principal, absent = aliased(PostRow), aliased(Person)
    rows = tx.execute(
        select(PostRow, Person, absent.name)
        .join(Person, Person.id == PostRow.person_id)
        .outerjoin(principal, principal.id == PostRow.deputy_for_id)
        .outerjoin(absent, absent.id == principal.person_id)
        .where(PostRow.station_id == station_id, held_at(clock.now()))
        .order_by(PostRow.deputy_for_id.is_not(None), PostRow.code)
    )
    return [_duty(row) for row in rows]


def _duty(row: Row[PostRow, Person, str | None]) -> tuple[Person, Duty]:
    post, person, absent = row
    return person, Duty(post.role, post.title, post.title_en, post.shift, post.valid_to, absent)


def _colleague(person: Person, duties: tuple[Duty, ...], shown: Callable[[str], str]) -> Colleague:
    return Colleague(
        id=person.id,
        name=person.name,
        name_en=person.name_en,
        phone=shown(person.phone),
        takes_orders=any(duty.role in roles_of("case.unit") for duty in duties),
        duties=duties,
    )


def _whole(phone: str) -> str:
    return phone


def _masked(phone: str) -> str:
    return masked(phone) or ""
