"""What arrives: new cases with their reports, and repeats of open ones, each in one statement."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from psycopg import Cursor
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.cases.rules.intake import MACHINES
from gisgrid.cases.rules.repeats import Box
from gisgrid.cases.sql import load
from gisgrid.cases.tables import NUMBERS, Idempotency
from gisgrid.kernel import ids
from gisgrid.kernel.db import execute

Row = Mapping[str, object]
ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
NO_KEY: Final = '{"key": null}'
USUAL: Final[Row] = {
    "on_border": False,
    "near_border": False,
    "near": False,
    "emergency": False,
    "provisional": True,
    "repeat_count": 0,
    "reopen_count": 0,
    "return_count": 0,
    "rework_count": 0,
    "version": 1,
}
"""What a new case is unless its row says otherwise: sent and read once for all."""
_numbers = ids.Numbers(NUMBERS.name)


def numbers(tx: Session, count: int = 1) -> list[int]:
    """Return numbers for new cases."""
    return _numbers.take(tx, count)


@dataclass(frozen=True, slots=True)
class Intake:
    """New cases as rows, with their reports and first steps, under one key or none."""

    cases: Sequence[Row]
    reports: Sequence[Row]
    steps: Sequence[Row]
    key: str = NO_KEY
    leader: int | None = None


def take_in(tx: Session, new: Intake) -> tuple[int, str | None]:
    """Write new cases; return 0 instead when the key was known, and the leader's name.

    Nothing is read back: whoever reports need not see the case.
    """
    count, leader = put(tx, new).fetchone() or (0, None)
    return count, leader


def put(tx: Session, new: Intake) -> Cursor[Any]:
    """Write new cases, and leave the answer to be read by whoever asks for it."""
    rows = {
        "key": new.key,
        "usual": _USUAL,
        "cases": written(new.cases),
        "reports": written(new.reports),
        "steps": written(new.steps),
        "leader": str(new.leader) if new.leader is not None else None,
    }
    return execute(tx, load("take_in"), rows)


def leaders(tx: Session, wanted: Iterable[int]) -> dict[int, str]:
    """Return the names of grid leaders, as `take_in` does for one."""
    asked = "SELECT id, name FROM person WHERE id = ANY(%s)"
    return dict(execute(tx, asked, (list(wanted),)).fetchall())


def written(rows: Iterable[Row] | Row) -> str:
    """Write rows as the JSON that PostgreSQL reads them from."""
    return ENCODER.encode(rows)


_USUAL: Final = written(USUAL)


def remembered(tx: Session, key: str) -> Idempotency:
    """Return the answer that was given to a key."""
    return tx.scalars(select(Idempotency).where(Idempotency.key == key)).one()


REMEMBER: Final = """
    INSERT INTO idempotency (key, body_hash, answer, at)
    SELECT key, body_hash, answer, at FROM json_populate_recordset(NULL::idempotency, %s::json)
    ON CONFLICT (key) DO NOTHING
    RETURNING key
"""


def remember(tx: Session, keys: Sequence[Row]) -> set[str]:
    """Remember keys, and return those that were not known."""
    return {key for (key,) in execute(tx, REMEMBER, (written(keys),))}


class OpenThing(NamedTuple):
    """An open case that a machine made, as far as it decides what a repeat is."""

    case_id: int
    source: str
    asset_id: int | None
    class_id: int
    lon: float
    lat: float
    status: str
    confidence: float | None
    received_at: datetime


class Around(NamedTuple):
    """In which boxes open cases are asked for, each of one class, and since when.

    `first_id` and `after_id` bound the ids of the months in question: no other partition is opened.
    """

    boxes: Sequence[Box]
    since: datetime
    first_id: int
    after_id: int

    def named(self) -> dict[str, object]:
        """Return what is asked as the statement names it, each side of all boxes in one list."""
        sides = map(list, zip(*self.boxes, strict=True))
        asked = dict(zip(("classes", "wests", "souths", "easts", "norths"), sides, strict=True))
        months = {"first_id": self.first_id, "after_id": self.after_id}
        return {**asked, "since": self.since, **months, "machines": [str(one) for one in MACHINES]}


def open_things(tx: Session, around: Around) -> list[OpenThing]:
    """Return open cases of machines there, each once, the oldest first.

    For many boxes it is planned anew: a plan of when the table was small reads it whole for each.
    """
    anew = None if len(around.boxes) == 1 else False
    found = execute(tx, load("open_things"), around.named(), prepare=anew)
    return [OpenThing(*row) for row in found]


STILL_OPEN: Final = """
    SELECT id FROM case_file
    WHERE id = ANY(%s) AND status NOT IN ('not_filed', 'merged', 'closed', 'archived')
    ORDER BY id
    FOR NO KEY UPDATE
"""
COUNT_REPEATS: Final = """
    INSERT INTO case_repeat AS known (case_id, count)
    SELECT * FROM unnest(%s::bigint[], %s::int[])
    ON CONFLICT (case_id) DO UPDATE SET count = known.count + excluded.count
"""


def still_open(tx: Session, case_ids: Iterable[int]) -> set[int]:
    """Lock cases and return those that are open yet; everybody locks in the order of ids."""
    return {one for (one,) in execute(tx, STILL_OPEN, (sorted(case_ids),))}


def count_repeats(tx: Session, counts: Mapping[int, int]) -> None:
    """Add repeats to what their cases count; the cases are locked."""
    execute(tx, COUNT_REPEATS, (list(counts), list(counts.values())))


ADD_REPORTS: Final = """
    INSERT INTO report SELECT * FROM json_populate_recordset(NULL::report, %s::json)
"""


def add_reports(tx: Session, reports: Sequence[Row]) -> None:
    """Write reports to cases that are there already."""
    execute(tx, ADD_REPORTS, (written(reports),))
