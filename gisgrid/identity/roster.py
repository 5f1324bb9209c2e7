"""Who there is: people with their posts, past and to come, as administrators see them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from gisgrid.identity import queries
from gisgrid.identity.actors import Post
from gisgrid.identity.tables import Account, Person, PostRow, Station, Totp
from gisgrid.kernel.errors import NotFound


@dataclass(frozen=True)
class DatedPost:
    """A post with its dates; `valid_to` None: until further notice."""

    post: Post
    valid_from: datetime
    valid_to: datetime | None
    deputy_for: str | None
    """The code of the post that this one stands in for."""


@dataclass(frozen=True)
class Member:
    """A person as administrators see them."""

    id: int
    code: str
    name: str
    name_en: str | None
    phone: str
    login: str | None
    enrolled: bool
    posts: tuple[DatedPost, ...]


@dataclass(frozen=True)
class Wanted:
    """Which people: by a role, a station, a moment of their posts; None: whichever."""

    role: str | None = None
    station_code: str | None = None
    at: datetime | None = None


def members(tx: Session, wanted: Wanted) -> list[Member]:
    """List people in the order of their codes, with the posts that are wanted.

    Without any wish also those who hold no post.
    """
    posts = _posts(tx, *_conditions(wanted))
    rows = _members(tx, posts)
    return rows if wanted == Wanted() else [one for one in rows if one.posts]


def member(tx: Session, name: str) -> Member:
    """Return the person with this code or login, with all posts.

    Raises:
        NotFound: there is nobody.
    """
    known = tx.scalar(
        select(Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(or_(Person.code == name, Account.login == name))
        .order_by((Person.code == name).desc())
        .limit(1)
    )
    if known is None:
        raise NotFound(f"没有编号或登录名为 {name} 的人 · nobody has this code or login")
    posts = _posts(tx, PostRow.person_id == known)
    return _members(tx, posts, Person.id == known)[0]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.role:
        found.append(PostRow.role == wanted.role)
    if wanted.station_code:
        found.append(Station.code == wanted.station_code)
    if wanted.at:
        found.append(queries.held_at(wanted.at))
    return found


def _posts(tx: Session, *conditions: ColumnElement[bool]) -> dict[int, list[DatedPost]]:
    principal = aliased(PostRow)
    rows = tx.execute(
        select(PostRow, Station.code, principal.code)
        .join(Station, Station.id == PostRow.station_id)
        .outerjoin(principal, principal.id == PostRow.deputy_for_id)
        .where(*conditions)
        .order_by(PostRow.valid_from, PostRow.code)
    )
    found: dict[int, list[DatedPost]] = defaultdict(list)
    for row, station_code, deputy_for in rows:
        post = queries.held(row, station_code)
        dated = DatedPost(post, row.valid_from, row.valid_to, deputy_for)
        found[row.person_id].append(dated)
    return found


def _members(
    tx: Session, posts: dict[int, list[DatedPost]], *conditions: ColumnElement[bool]
) -> list[Member]:
    enrolled = exists().where(Totp.person_id == Person.id, Totp.confirmed_at.isnot(None))
    rows = tx.execute(
        select(Person, Account.login, enrolled)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(*conditions)
        .order_by(Person.code)
    )
    return [
        Member(
            id=one.id,
            code=one.code,
            name=one.name,
            name_en=one.name_en,
            phone=one.phone,
            login=login,
            enrolled=proved,
            posts=tuple(posts.get(one.id, ())),
        )
        for one, login, proved in rows
    ]
