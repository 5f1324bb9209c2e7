"""Find people by name, post or station, as far as the lists of people go for whoever asks.

Administrators of people find everybody with a post, others the people of their own stations and
every grid leader, whom the map names too.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from gisgrid.identity.actors import Actor
from gisgrid.identity.queries import held_at
from gisgrid.identity.tables import Person, PostRow, Station
from gisgrid.kernel import clock
from gisgrid.kernel.sealing import masked

SHORTEST = 2
"""A single character finds too many to be of use."""


@dataclass(frozen=True, slots=True)
class SoughtPerson:
    """Somebody's post as a search answers it; the number as the lists of people show it."""

    person_id: int
    code: str
    name: str
    name_en: str | None
    title: str
    title_en: str | None
    role: str
    station_code: str
    station_name: str
    station_name_en: str | None
    area_code: str | None
    phone: str


def seek_people(tx: Session, said: str, actor: Actor, limit: int) -> list[SoughtPerson]:
    """Return who holds a post now, best first: by name, then by post, then by station."""
    said = said.strip()
    if len(said) < SHORTEST:
        return []
    rows = tx.execute(_asked(said, actor).limit(limit))
    return [_sought(post, person, station, actor) for post, person, station in rows]


def _asked(said: str, actor: Actor) -> Select[PostRow, Person, Station]:
    """Ask for one post of each person: the one that fits best."""
    best = (
        select(PostRow.id, _rank(said).label("rank"))
        .ext(distinct_on(PostRow.person_id))
        .join(Person, Person.id == PostRow.person_id)
        .join(Station, Station.id == PostRow.station_id)
        .where(held_at(clock.now()), _known_to(actor), _named(said))
        .order_by(PostRow.person_id, "rank", PostRow.deputy_for_id.is_not(None), PostRow.code)
        .subquery()
    )
    return (
        select(PostRow, Person, Station)
        .join(best, best.c.id == PostRow.id)
        .join(Person, Person.id == PostRow.person_id)
        .join(Station, Station.id == PostRow.station_id)
        .order_by(best.c.rank, Person.name, PostRow.code)
    )


def _known_to(actor: Actor) -> ColumnElement[bool]:
    if actor.is_system or actor.may("people.read"):
        return true()
    return or_(PostRow.station_id.in_(actor.station_ids), PostRow.role == "grid_leader")


def _named(said: str) -> ColumnElement[bool]:
    names = (Person.name, Person.name_en, PostRow.title, PostRow.title_en)
    stations = (Station.name, Station.name_en)
    return or_(*(one.icontains(said, autoescape=True) for one in (*names, *stations)))


def _rank(said: str) -> ColumnElement[int]:
    """Order by what fits: the whole name, its beginning, a part of it, the post, the station."""
    names, titles = (Person.name, Person.name_en), (PostRow.title, PostRow.title_en)
    return case(
        (or_(*(func.lower(one) == said.lower() for one in names)), 0),
        (or_(*(one.istartswith(said, autoescape=True) for one in names)), 1),
        (or_(*(one.icontains(said, autoescape=True) for one in names)), 2),
        (or_(*(one.icontains(said, autoescape=True) for one in titles)), 3),
        else_=4,
    )


def _sought(post: PostRow, person: Person, station: Station, actor: Actor) -> SoughtPerson:
    return SoughtPerson(
        person_id=person.id,
        code=person.code,
        name=person.name,
        name_en=person.name_en,
        title=post.title,
        title_en=post.title_en,
        role=post.role,
        station_code=station.code,
        station_name=station.name,
        station_name_en=station.name_en,
        area_code=post.area_code,
        phone=person.phone if _may_call(post, actor) else masked(person.phone) or "",
    )


def _may_call(post: PostRow, actor: Actor) -> bool:
    """Tell whether the whole number is known: of one's own station, or to administrators."""
    if actor.is_system or actor.may("people.read"):
        return True
    return post.station_id in actor.holding("roster.phones").station_ids
