"""Writing, publishing and withdrawing bulletins."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.bulletins import queries
from gisgrid.bulletins.places import path_of, roots
from gisgrid.bulletins.rules import NEXT, Audience, Kind, covers
from gisgrid.bulletins.tables import BulletinRow
from gisgrid.identity import ROLES, Actor, require
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class NoBulletin(NotFound):
    """There is no such bulletin, or it is not for whoever asks."""

    title = "No such bulletin"


class NotInThisStanding(Conflict):
    """What was published is withdrawn and written anew, never changed under its readers."""

    title = "The bulletin's standing does not allow this"


@dataclass(frozen=True, slots=True)
class Draft:
    """A bulletin as its writer gives it."""

    kind: Kind
    audience: Audience
    area_code: str
    title: str
    text: str
    shown_from: datetime
    shown_until: datetime | None = None
    roles: tuple[str, ...] = ()
    wants_receipt: bool = False


def draft_bulletin(
    tx: Session, actor: Actor, draft: Draft, bulletin_id: int | None = None
) -> BulletinRow:
    """Write a draft, or change one.

    Raises:
        Forbidden: the writer's posts do not reach that area.
        NotInThisStanding: it is a draft no more.
    """
    row = BulletinRow(standing="draft") if bulletin_id is None else mine(tx, actor, bulletin_id)
    area = area_for(tx, actor, draft)
    if row.standing != "draft":
        raise NotInThisStanding("公告已发布或已撤回，不能再改；请撤回后另写一条。")
    said = asdict(draft) | {"roles": list(draft.roles), "area_id": area}
    del said["area_code"]
    for name, value in (said | {"person_id": actor.person_id, "written_at": clock.now()}).items():
        setattr(row, name, value)
    tx.add(row)
    tx.flush()
    return row


def area_for(tx: Session, actor: Actor, draft: Draft) -> int:
    """Return the area of a draft, once everything in it has been looked at."""
    if draft.shown_until is not None and draft.shown_until <= draft.shown_from:
        raise Invalid("撤下时间须晚于上线时间。")
    unknown = sorted(set(draft.roles) - set(ROLES))
    if unknown:
        raise Invalid(f"没有这些岗位角色：{'、'.join(unknown)}。", roles=unknown)
    if draft.audience == "public" and (draft.roles or draft.wants_receipt):
        raise Invalid("面向市民的公告不选岗位角色，也不要求回执。")
    area = grid.area_by_code(tx, draft.area_code)
    if area is None:
        raise Invalid(f"没有网格 {draft.area_code}。", area_code=draft.area_code)
    must_reach(tx, actor, area.id)
    return area.id


def must_reach(tx: Session, actor: Actor, area_id: int) -> None:
    """Let pass whoever may write to all of an area.

    Raises:
        Forbidden: no post that may write covers it.
    """
    require(actor, "bulletins.write")
    if not reaches(tx, actor, area_id):
        raise Forbidden("您的岗位管不到这个网格，不能在那里发布公告。")


def reaches(tx: Session, actor: Actor, area_id: int) -> bool:
    """Tell whether a post that may write covers all of an area; areas that ended count as the root.

    The system reaches everything.
    """
    path = grid.book(tx).paths.get(area_id) or roots(tx)[:1]
    writing = [
        post for post in actor.posts if Actor(actor.person_id, "", (post,)).may("bulletins.write")
    ]
    own = (path_of(tx, post.area_code) for post in writing)
    return actor.is_system or any(one and covers(one[-1], path) for one in own)


def mine(tx: Session, actor: Actor, bulletin_id: int) -> BulletinRow:
    """Return a bulletin of an area that the writer reaches, held until the transaction ends."""
    require(actor, "bulletins.write")
    found = queries.locked(tx, bulletin_id)
    if found is None or not reaches(tx, actor, found.area_id):
        raise NoBulletin("没有这条公告，或它不在您的辖区。")
    return found


def written(tx: Session, actor: Actor) -> list[tuple[BulletinRow, int]]:
    """List the bulletins of the areas that a writer reaches, with how many read each."""
    require(actor, "bulletins.write")
    found = [one for one in queries.written(tx) if reaches(tx, actor, one.area_id)]
    counted = queries.readings(tx, [one.id for one in found])
    return [(one, counted.get(one.id, 0)) for one in found]


def publish(tx: Session, actor: Actor, bulletin_id: int) -> BulletinRow:
    """Publish a draft; it is shown from its own moment on."""
    return turn(mine(tx, actor, bulletin_id), "published")


def withdraw(tx: Session, actor: Actor, bulletin_id: int) -> BulletinRow:
    """Withdraw a bulletin, or throw a draft away; what was said stays on record."""
    return turn(mine(tx, actor, bulletin_id), "withdrawn")


def turn(row: BulletinRow, standing: str) -> BulletinRow:
    """Change a bulletin's standing and note when.

    Raises:
        NotInThisStanding: it cannot come there from where it is.
    """
    if standing not in NEXT[row.standing]:
        raise NotInThisStanding("公告的状态已变，请刷新后再操作。", standing=row.standing)
    row.standing = standing
    setattr(row, f"{standing}_at", clock.now())
    return row
