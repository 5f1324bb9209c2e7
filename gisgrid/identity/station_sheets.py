"""Stations' telephones and five haves (五有) from one sheet: all of it or nothing."""

import re
from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity.importing import Change, SheetRefused
from gisgrid.identity.rules import HAVES
from gisgrid.identity.sheets import Line, lines_of
from gisgrid.identity.tables import FiveHave, Station
from gisgrid.kernel.words import TEXT

NEEDED = ("station_code",)
ENGLISH = {f"{kind}_en": kind for kind in HAVES}
OPTIONAL = ("phone", *HAVES, *ENGLISH)
LONGEST = 2000
PLAIN: Final = re.compile(TEXT)
Rows = dict[int, Line]


def read_stations(name: str, raw: bytes) -> Rows:
    """Read a sheet of stations, a row each, by their numbers in it.

    Raises:
        Invalid: it is no workbook and no CSV, or a column is missing or unknown.
    """
    return lines_of(name, raw, needed=NEEDED, optional=OPTIONAL)


def take_stations(tx: Session, rows: Rows) -> list[Change]:
    """Write what a sheet changes and return it; an empty cell leaves what is there.

    Raises:
        SheetRefused: a row cannot be taken; the message names every one.
    """
    known = {one.code: one for one in tx.scalars(select(Station))}
    wrong = list(_faults(rows, known))
    if wrong:
        raise SheetRefused("\n".join(wrong), faults=wrong)
    changes = [
        change
        for number, line in rows.items()
        for change in _row(tx, number, known[line["station_code"]], line)
    ]
    tx.flush()
    return changes


def _faults(rows: Rows, known: dict[str, Station]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, line in rows.items():
        code = line["station_code"]
        if code not in known:
            yield f"第 {number} 行：没有工作站 {code}。"
        if code in seen:
            yield f"第 {number} 行：工作站 {code} 在第 {seen[code]} 行已出现。"
        seen.setdefault(code, number)
        yield from (
            f"第 {number} 行：{column} 没有对应的 {kind}。"
            for column, kind in ENGLISH.items()
            if line[column] and not line[kind]
        )
        if any(len(cell) > LONGEST or not PLAIN.fullmatch(cell) for cell in line.values()):
            yield f"第 {number} 行：含有控制字符，或一格超过 {LONGEST} 字。"


def _row(tx: Session, number: int, station: Station, line: Line) -> Iterator[Change]:
    if line["phone"] and line["phone"] != station.phone:
        yield Change(number, "station", station.code, "phone", station.phone, line["phone"])
        station.phone = line["phone"]
    asked = select(FiveHave).where(FiveHave.station_id == station.id)
    haves = {one.kind: one for one in tx.scalars(asked)}
    for column in (*HAVES, *ENGLISH):
        kind = ENGLISH.get(column, column)
        if not line[column]:
            continue
        have = haves.get(kind) or FiveHave(station_id=station.id, kind=kind, text="")
        before = (have.text_en or "") if column in ENGLISH else have.text
        if before != line[column]:
            yield Change(number, "station", station.code, column, before, line[column])
            setattr(have, "text_en" if column in ENGLISH else "text", line[column])
            tx.add(have)
            haves[kind] = have
