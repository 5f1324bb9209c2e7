"""Posts given, ended and lent to a deputy; whoever's rights change signs in again."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity.apart import administrators_apart
from gisgrid.identity.deputies import follow
from gisgrid.identity.rules import ROLES
from gisgrid.identity.sessions import sign_out_everywhere
from gisgrid.identity.tables import Person, PostRow, Station
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Invalid, NotFound
from gisgrid.kernel.words import line_fault

CODE: Final = 100
LONGEST: Final[Mapping[str, int]] = {
    **dict.fromkeys(("person_code", "station_code", "role", "area_code", "class_prefix"), CODE),
    "title": 200,
    "title_en": 200,
}
"""How many characters each of a post's words may have; a unit's code as many as any code."""


@dataclass(frozen=True, kw_only=True)
class NewPost:
    """A post to be given: who, what, where, from when to when."""

    person_code: str
    station_code: str
    role: str
    area_code: str | None = None
    class_prefix: str | None = None
    unit_codes: tuple[str, ...] = ()
    title: str = ""
    title_en: str | None = None
    valid_from: datetime | None = None
    """None: from now on."""
    valid_to: datetime | None = None
    """None: until further notice."""


@dataclass(frozen=True)
class Leave:
    """The time for which somebody stands in."""

    since: datetime
    until: datetime


def give_post(tx: Session, new: NewPost) -> str:
    """Give somebody a post and return its code; all their sessions end.

    Raises:
        Invalid: the role is unknown, the dates are the wrong way round, or a word is too long or
            holds control characters.
        NotFound: the person or the station is unknown.
        AdministratorsApart: the person would be two of the three administrators.
    """
    _refuse_unwritable(new)
    if new.role not in ROLES:
        raise Invalid(f"没有岗位角色 {new.role}；可用：{'、'.join(ROLES)}。")
    since = new.valid_from or clock.now()
    _in_order(since, new.valid_to)
    return _given(
        tx,
        PostRow(
            person_id=_person(tx, new.person_code),
            station_id=_station(tx, new.station_code),
            role=new.role,
            area_code=new.area_code,
            class_prefix=new.class_prefix,
            unit_codes=list(new.unit_codes),
            title=new.title,
            title_en=new.title_en,
            valid_from=since,
            valid_to=new.valid_to,
        ),
    )


def _refuse_unwritable(new: NewPost) -> None:
    """Refuse words that are too long for their place, or that no line can hold."""
    said = [(field, getattr(new, field) or "", longest) for field, longest in LONGEST.items()]
    for field, words, longest in [*said, *(("unit_codes", one, CODE) for one in new.unit_codes)]:
        if fault := line_fault(words, longest):
            raise Invalid(f"{field} {fault}")


def name_deputy(tx: Session, post_code: str, person_code: str, leave: Leave) -> str:
    """Let somebody stand in for the holder of a post while they are away; return the new code.

    The deputy's post is the same role at the same station over the same areas and classes.

    Raises:
        NotFound: the post or the person is unknown.
        Invalid: the dates are the wrong way round.
        Conflict: the deputy holds the post already, or the post does not last so long.
    """
    post = _post(tx, post_code)
    person_id = _person(tx, person_code)
    _in_order(leave.since, leave.until)
    if post.person_id == person_id:
        raise Conflict("不能代理自己的岗位。")
    if post.deputy_for_id is not None:
        raise Conflict("这是代理岗位，不能再由别人代理。")
    if leave.since < post.valid_from or (post.valid_to and leave.until > post.valid_to):
        raise Conflict("代理的起止时间超出了岗位本身的起止时间。")
    return _given(
        tx,
        PostRow(
            person_id=person_id,
            station_id=post.station_id,
            role=post.role,
            area_code=post.area_code,
            class_prefix=post.class_prefix,
            unit_codes=post.unit_codes,
            title=post.title,
            title_en=post.title_en,
            valid_from=leave.since,
            valid_to=leave.until,
            deputy_for_id=post.id,
        ),
    )


def end_post(tx: Session, post_code: str, at: datetime | None = None) -> None:
    """End a post at a moment, now when none is given; all sessions of its holder end.

    Nobody stands in for it any longer than it lasts.

    Raises:
        NotFound: the post is unknown.
        Conflict: it has ended already, or had not begun by then.
    """
    post = _post(tx, post_code)
    end = at or clock.now()
    if end <= post.valid_from or (post.valid_to and post.valid_to <= end):
        raise Conflict(f"岗位 {post_code} 在这一时刻尚未开始或已经结束。")
    post.valid_to = end
    follow(tx, post)
    sign_out_everywhere(tx, post.person_id)


def _given(tx: Session, post: PostRow) -> str:
    post.code = f"Z-{secrets.token_hex(4)}"
    with administrators_apart():
        tx.add(post)
        tx.flush()
    sign_out_everywhere(tx, post.person_id)
    return post.code


def _in_order(since: datetime, until: datetime | None) -> None:
    if until is not None and until <= since:
        raise Invalid("结束时间须晚于开始时间。")


def _person(tx: Session, code: str) -> int:
    found = tx.scalar(select(Person.id).where(Person.code == code))
    if found is None:
        raise NotFound(f"没有编号为 {code} 的人 · nobody has this code")
    return found


def _station(tx: Session, code: str) -> int:
    found = tx.scalar(select(Station.id).where(Station.code == code))
    if found is None:
        raise NotFound(f"没有编号为 {code} 的工作站 · no station has this code")
    return found


def _post(tx: Session, code: str) -> PostRow:
    found = tx.scalar(select(PostRow).where(PostRow.code == code).with_for_update())
    if found is None:
        raise NotFound(f"没有编号为 {code} 的岗位 · no post has this code")
    return found
