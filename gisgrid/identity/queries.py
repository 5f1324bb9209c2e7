"""Questions about people, posts and stations."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import InstrumentedAttribute, Session

from gisgrid.identity.actors import Actor, Holder, PersonRef, Post
from gisgrid.identity.tables import Account, Person, PostRow, Station

TEXTS = ARRAY(TEXT)


def held_at(at: datetime) -> ColumnElement[bool]:
    """Hold for posts that are held at a moment."""
    return and_(PostRow.valid_from <= at, or_(PostRow.valid_to.is_(None), PostRow.valid_to > at))


def posts_of(tx: Session, person_id: int, at: datetime) -> tuple[Post, ...]:
    """Return the posts a person holds at a moment, in the order of their codes."""
    rows = tx.execute(
        select(PostRow, Station.code)
        .join(Station, Station.id == PostRow.station_id)
        .where(PostRow.person_id == person_id, held_at(at))
        .order_by(PostRow.code)
    )
    return tuple(held(post, station_code) for post, station_code in rows)


def actor_of(tx: Session, person_id: int, at: datetime) -> Actor:
    """Return a person as an actor, with the posts held at a moment."""
    asked = select(Person.name, Person.name_en).where(Person.id == person_id)
    name, name_en = tx.execute(asked).one()
    return Actor(person_id, name, posts_of(tx, person_id, at), name_en=name_en)


def account_of(tx: Session, login: str) -> Account | None:
    """Return the account of a login."""
    return tx.scalar(select(Account).where(Account.login == login))


def account_name(tx: Session, login: str) -> str | None:
    """Return by which name the audit knows a login; None when nobody has it.

    What was typed is never kept: people type their password where the login belongs.
    """
    person = tx.scalar(select(Account.person_id).where(Account.login == login))
    return f"person {person}" if person is not None else None


def grid_leader(tx: Session, codes_leaf_first: Sequence[str], at: datetime) -> Holder | None:
    """Return who leads the finest of these areas that has a leader at that moment.

    A deputy stands in only where the post itself is vacant.
    """
    codes = literal(list(codes_leaf_first), TEXTS)
    asked = (
        _holders(at)
        .where(PostRow.role == "grid_leader", PostRow.area_code == any_(codes))
        .order_by(func.array_position(codes, PostRow.area_code), *_principals_first())
    )
    return _first(tx, asked)


def holders(
    tx: Session,
    *,
    roles: Iterable[str],
    at: datetime,
    station_id: int | None = None,
    area_codes: Sequence[str] | None = None,
) -> list[Holder]:
    """List who holds these roles at a moment, principals before deputies.

    With area codes (leaf first), only posts for one of these areas, the finest first.
    """
    asked = _holders(at).where(PostRow.role.in_(list(roles)))
    if station_id is not None:
        asked = asked.where(PostRow.station_id == station_id)
    if area_codes is not None:
        codes = literal(list(area_codes), TEXTS)
        asked = asked.where(PostRow.area_code == any_(codes))
        asked = asked.order_by(func.array_position(codes, PostRow.area_code))
    return [_holder(row) for row in tx.execute(asked.order_by(*_principals_first()))]


def leader_in_charge(
    tx: Session, *, class_key: str | None, unit_code: str | None, at: datetime
) -> Holder | None:
    """Return the district leader in charge of a matter (分管领导).

    Who is in charge of the unit and the class comes first, then of the class, then of the unit,
    then the head of the district.
    """
    by_class = func.coalesce(func.starts_with(class_key or "", PostRow.class_prefix), False)
    by_unit = func.coalesce((unit_code or "") == any_(PostRow.unit_codes), False)
    asked = (
        _holders(at)
        .where(PostRow.role == "leader", PostRow.area_code.is_(None))
        .where(or_(by_class, by_unit, _in_charge_of_all()))
        .order_by(and_(by_class, by_unit).desc(), by_class.desc(), by_unit.desc())
        .order_by(*_principals_first())
    )
    return _first(tx, asked)


def people(tx: Session, ids: Iterable[int]) -> dict[int, PersonRef]:
    """Return people by their ids."""
    rows = tx.scalars(select(Person).where(Person.id.in_(list(ids))))
    return {p.id: PersonRef(p.id, p.code, p.name, p.name_en, p.phone) for p in rows}


def _holders(at: datetime) -> Select[PostRow, Person]:
    return select(PostRow, Person).join(Person, Person.id == PostRow.person_id).where(held_at(at))


def _principals_first() -> tuple[ColumnElement[bool], InstrumentedAttribute[str]]:
    return PostRow.deputy_for_id.isnot(None), PostRow.code


def _in_charge_of_all() -> ColumnElement[bool]:
    return and_(PostRow.class_prefix.is_(None), func.cardinality(PostRow.unit_codes) == 0)


def _first(tx: Session, asked: Select[PostRow, Person]) -> Holder | None:
    row = tx.execute(asked.limit(1)).first()
    return _holder(row) if row else None


def _holder(row: Row[PostRow, Person]) -> Holder:
    post, person = row
    return Holder(
        post_id=post.id,
        person_id=person.id,
        name=person.name,
        name_en=person.name_en,
        phone=person.phone,
        station_id=post.station_id,
        role=post.role,
        area_code=post.area_code,
        title=post.title,
        title_en=post.title_en,
        is_deputy=post.deputy_for_id is not None,
    )


def held(post: PostRow, station_code: str) -> Post:
    """Return a post as others may know it."""
    return Post(
        id=post.id,
        code=post.code,
        role=post.role,
        title=post.title,
        title_en=post.title_en,
        station_id=post.station_id,
        station_code=station_code,
        area_code=post.area_code,
        class_prefix=post.class_prefix,
        unit_codes=tuple(post.unit_codes),
        deputy_for_id=post.deputy_for_id,
    )


def turnovers(tx: Session) -> list[datetime]:
    """Return the moments at which some post begins or ends, in order."""
    columns = PostRow.valid_from, PostRow.valid_to
    moments = {at for column in columns for at in tx.scalars(select(column).distinct()) if at}
    return sorted(moments)
