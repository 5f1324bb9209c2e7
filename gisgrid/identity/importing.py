"""People and posts from one sheet: all of it or nothing, every fault with its row."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity.apart import administrators_apart
from gisgrid.identity.deputies import follow
from gisgrid.identity.passwords import hashed
from gisgrid.identity.sessions import sign_out_everywhere
from gisgrid.identity.sheets import Line, Sheet
from gisgrid.identity.tables import Account, Person, PostRow, Station
from gisgrid.kernel.errors import Invalid


class SheetRefused(Invalid):
    """Rows that cannot be taken, each named; nothing of the sheet was loaded."""

    title = "Nothing was loaded"


class Change(NamedTuple):
    """One thing that a row changes."""

    row: int
    kind: str
    code: str
    field: str
    before: str
    after: str


Fields = dict[str, object]


def take_sheet(tx: Session, sheet: Sheet) -> list[Change]:
    """Write what a sheet changes and return it; new accounts wait for an initial password.

    Raises:
        SheetRefused: a row cannot be taken; the message names every one.
        AdministratorsApart: somebody would be two of the three administrators.
    """
    stations = dict(tx.execute(select(Station.code, Station.id)).all())
    wrong = list(sheet.faults(stations))
    if wrong:
        raise SheetRefused("\n".join(wrong), faults=wrong)
    nobodys = hashed(secrets.token_urlsafe(24))
    return [
        change
        for row, line in sheet.lines.items()
        for change in _row(tx, row, _Taken(sheet, line, stations, nobodys))
    ]


@dataclass(frozen=True)
class _Taken:
    sheet: Sheet
    line: Line
    stations: dict[str, int]
    nobodys: str

    def person(self) -> Fields:
        line = self.line
        named = {"name": line["name_zh"], "name_en": line["name_en"] or None}
        return {**named, "phone": line["phone"]}

    def post(self, person_id: int) -> Fields:
        line = self.line
        return {
            "person_id": person_id,
            "station_id": self.stations[line["station_code"]],
            "role": line["role"],
            "area_code": line["area_code"] or None,
            "class_prefix": line["class_prefix"] or None,
            "unit_codes": [word for word in line["unit_codes"].split("|") if word],
            "title": line["title_zh"],
            "title_en": line["title_en"] or None,
            "valid_from": self.sheet.midnight(line["valid_from"]),
            "valid_to": self.sheet.midnight(line["valid_to"]),
        }


def _row(tx: Session, row: int, taken: _Taken) -> Iterator[Change]:
    line = taken.line
    person = tx.scalar(select(Person).where(Person.code == line["person_code"]))
    person = person or Person(code=line["person_code"])
    yield from _set(tx, row, person, taken.person())
    post = tx.scalar(select(PostRow).where(PostRow.code == line["post_code"]))
    moved_from = post.person_id if post else None
    post = post or PostRow(code=line["post_code"])
    with administrators_apart():
        changed = [*_set(tx, row, post, taken.post(person.id))]
    yield from changed
    if changed:
        follow(tx, post)
        for one in {person.id, moved_from or person.id}:
            sign_out_everywhere(tx, one)
    yield from _account(tx, row, person.id, taken)


def _account(tx: Session, row: int, person_id: int, taken: _Taken) -> Iterator[Change]:
    login = taken.line["login"]
    if not login:
        return
    owner = tx.scalar(select(Account.person_id).where(Account.login == login))
    own = tx.scalar(select(Account.login).where(Account.person_id == person_id))
    if owner not in {None, person_id} or own not in {None, login}:
        raise SheetRefused(f"第 {row} 行：登录名 {login} 属于别人，或此人已有登录名 {own}。")
    if own is None:
        account = Account(person_id=person_id, login=login, password_hash=taken.nobodys)
        account.must_change = True
        tx.add(account)
        tx.flush()
        yield Change(row, "account", login, "", "", "new")


def _set(tx: Session, row: int, one: Person | PostRow, fields: Fields) -> Iterator[Change]:
    """Write the fields that differ and yield them; a new row is one change."""
    kind, fresh = one.__tablename__, one.id is None
    before = {name: None if fresh else getattr(one, name) for name in fields}
    for name, value in fields.items():
        setattr(one, name, value)
    tx.add(one)
    tx.flush()
    if fresh:
        yield Change(row, kind, one.code, "", "", "new")
        return
    for name, value in fields.items():
        if before[name] != value:
            yield Change(row, kind, one.code, name, str(before[name] or ""), str(value or ""))
