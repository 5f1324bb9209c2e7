"""Whom a bulletin is for, and who of them has read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.bulletins import queries
from gisgrid.bulletins.places import Path, path_of, roots
from gisgrid.bulletins.rules import covers, is_for, touches
from gisgrid.bulletins.service import NoBulletin, mine
from gisgrid.bulletins.tables import BulletinRow
from gisgrid.identity import ROLES, Actor, Holder, PersonRef, Post, holders, people
from gisgrid.kernel import clock


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody a bulletin is for; `read_at` is None until they have read it."""

    person_id: int
    name: str
    name_en: str | None
    title: str
    title_en: str | None
    read_at: datetime | None


def for_citizens(tx: Session, path: Path) -> list[BulletinRow]:
    """List what citizens are told at a place, given by its areas from the root; newest first.

    Without a place (an empty path) that is what is said to the whole district.
    """
    where = path or roots(tx)
    found = queries.shown(tx, "public", clock.now())
    return [one for one in found if covers(one.area_id, where)]


def for_staff(tx: Session, actor: Actor) -> list[tuple[BulletinRow, datetime | None]]:
    """List what a member of the staff is told now, newest first, with when they read it."""
    if actor.person_id is None:
        return []
    read_at = queries.read_by(tx, actor.person_id)
    found = queries.shown(tx, "staff", clock.now())
    return [(one, read_at.get(one.id)) for one in found if concerns(tx, one, actor.posts)]


def concerns(tx: Session, bulletin: BulletinRow, posts: Sequence[Post | Holder]) -> bool:
    """Tell whether one of the posts is of a role spoken to and works in the bulletin's area."""
    paths = grid.book(tx).paths
    area = paths.get(bulletin.area_id, ())
    return any(
        is_for(bulletin.roles, post.role) and touches(area, path_of(tx, post.area_code))
        for post in posts
    )


def read(tx: Session, actor: Actor, bulletin_id: int) -> datetime:
    """Write down that somebody read a bulletin of theirs; return when they first did.

    Raises:
        NoBulletin: it is not shown now, or is for others.
    """
    mine = {one.id for one, _ in for_staff(tx, actor)}
    if actor.person_id is None or bulletin_id not in mine:
        raise NoBulletin("没有这条公告，或它不是发给您的。")
    queries.note_reading(tx, bulletin_id, actor.person_id, clock.now())
    return queries.read_by(tx, actor.person_id)[bulletin_id]


def receipts(tx: Session, actor: Actor, bulletin_id: int) -> list[Reader]:
    """List whom a staff bulletin is for, those who have not read it first.

    Whoever read it and holds no such post any more stays on the list.
    """
    row = mine(tx, actor, bulletin_id)
    if row.audience != "staff":
        return []
    read_at = queries.readers(tx, row.id)
    asked = holders(tx, roles=row.roles or ROLES, at=clock.now())
    meant = {one.person_id: one for one in asked if concerns(tx, row, [one])}
    named = people(tx, [one for one in read_at if one not in meant])
    here = [_reader(one.person_id, one, one, read_at) for one in meant.values()]
    gone = [_reader(one.id, one, None, read_at) for one in named.values()]
    return sorted(here + gone, key=lambda one: (one.read_at is not None, one.name))


def _reader(
    person_id: int, who: Holder | PersonRef, post: Holder | None, read_at: Mapping[int, datetime]
) -> Reader:
    """Name somebody with the post held now, if any."""
    return Reader(
        person_id=person_id,
        name=who.name,
        name_en=who.name_en,
        title=post.title if post else "",
        title_en=post.title_en if post else None,
        read_at=read_at.get(person_id),
    )
