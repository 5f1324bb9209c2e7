"""Load a district's stations and people from its folder; loading again changes nothing."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.identity.apart import administrators_apart
from gisgrid.identity.files import People
from gisgrid.identity.passwords import DEMO_PASSWORD, hashed
from gisgrid.identity.tables import Account, FiveHave, Person, PostRow, Station, Unit
from gisgrid.kernel.db import Table

CHINA = ZoneInfo("Asia/Shanghai")
Values = dict[str, Any]
Ids = dict[str, int]


def load_people(tx: Session, folder: Path, zone: ZoneInfo = CHINA) -> None:
    """Load units, stations, five haves, people, posts and logins from a district's folder.

    The files are the truth for what they name, by code; accounts that exist keep their password,
    new ones get the demo password, which is refused outside demo mode.

    Raises:
        Invalid: a row names something unknown or makes no sense; the message says which.
    """
    files = People(folder, zone)
    units = _upsert(tx, Unit, files.units())
    stations = _upsert(tx, Station, files.stations(units))
    _amend(tx, Station, files.parents(stations))
    _write(tx, FiveHave, files.haves(stations), ("station_id", "kind"))
    people = _upsert(tx, Person, files.people())
    with administrators_apart():
        posts = _upsert(tx, PostRow, files.posts(people, stations))
    _amend(tx, PostRow, files.deputies(posts))
    _open_accounts(tx, files.logins(people))


def _upsert(tx: Session, table: type[Table], rows: list[Values]) -> Ids:
    """Write rows by their code and return the ids of all codes."""
    _write(tx, table, rows, ("code",))
    columns = table.__table__.c
    return dict(tx.execute(select(columns.code, columns.id)).all())


def _write(tx: Session, table: type[Table], rows: list[Values], key: tuple[str, ...]) -> None:
    """Insert rows, or bring those with the same key up to date."""
    if not rows:
        return
    order = insert(table)
    changed = {name: order.excluded[name] for name in rows[0] if name not in key}
    tx.execute(order.on_conflict_do_update(index_elements=key, set_=changed), rows)


def _amend(tx: Session, table: type[Table], rows: list[Values]) -> None:
    """Set what refers to rows of the same table, once all of them are there."""
    if rows:
        tx.execute(update(table), rows)


def _open_accounts(tx: Session, logins: list[Values]) -> None:
    """Open the accounts that are missing; all with one hash, because it takes long to make."""
    known = set(tx.scalars(select(Account.login)))
    fresh = [row for row in logins if row["login"] not in known]
    if fresh:
        password = hashed(DEMO_PASSWORD)
        tx.execute(insert(Account), [{**row, "password_hash": password} for row in fresh])
