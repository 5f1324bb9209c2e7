"""A sheet of people and posts, read and looked through row by row."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from gisgrid.identity.newcomers import LONGEST as PERSONAL
from gisgrid.identity.posts import LONGEST
from gisgrid.identity.rules import ROLES
from gisgrid.kernel import moments
from gisgrid.kernel.cells import decoded
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.words import line_fault
from gisgrid.kernel.workbooks import BadWorkbook, rows_of

NEEDED = ("person_code", "name_zh", "post_code", "station_code", "role", "valid_from")
OPTIONAL = (
    *("name_en", "phone", "login", "area_code", "class_prefix", "unit_codes"),
    *("title_zh", "title_en", "valid_to"),
)

Line = dict[str, str]
Table = tuple[Sequence[str], dict[int, dict[Any, Any]]]
"""Columns, and the lines by their number; a line of another width has a None in it."""
WORKBOOK = b"PK"
"""How a zip begins, and with it a workbook."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet, by their number in it, and the zone in which its dates begin."""

    lines: dict[int, Line]
    zone: ZoneInfo

    def faults(self, stations: dict[str, int]) -> Iterator[str]:
        """Say for each row that cannot be taken what is wrong with it."""
        seen: dict[str, int] = {}
        for row, line in self.lines.items():
            yield from (f"第 {row} 行：{fault}" for fault in _faults(line, stations))
            code = line["post_code"]
            if code in seen:
                yield f"第 {row} 行：岗位 {code} 在第 {seen[code]} 行已出现。"
            seen.setdefault(code, row)

    def midnight(self, day: str) -> datetime | None:
        """Return the moment at which a day begins in the district; None for no day."""
        return datetime.combine(date.fromisoformat(day), time(), self.zone) if day else None


def read_sheet(path: Path, zone: ZoneInfo) -> Sheet:
    """Read a file of people and posts.

    Raises:
        Invalid: it is no such file, or a column is missing or unknown.
    """
    try:
        raw = path.read_bytes()
    except OSError as wrong:
        raise Invalid(f"{path.name}: {wrong}") from None
    return sheet_of(path.name, raw, zone)


def sheet_of(name: str, raw: bytes, zone: ZoneInfo) -> Sheet:
    """Read an Excel workbook's first sheet, or a CSV as UTF-8 or as Excel writes it (GB 18030).

    Raises:
        Invalid: it is no such file, or a column is missing or unknown.
    """
    return Sheet(lines_of(name, raw, needed=NEEDED, optional=OPTIONAL), zone)


def lines_of(
    name: str, raw: bytes, *, needed: Sequence[str], optional: Sequence[str]
) -> dict[int, Line]:
    """Read the lines of a workbook or a CSV by their numbers; a column left out is empty.

    Raises:
        Invalid: it is no such file, or a column is missing or unknown.
    """
    try:
        columns, lines = _of_workbook(raw) if raw.startswith(WORKBOOK) else _of_csv(raw)
    except (UnicodeDecodeError, csv.Error, BadWorkbook) as wrong:
        raise Invalid(f"{name}: {wrong}") from None
    missing, unknown = set(needed) - set(columns), set(columns) - {*needed, *optional}
    if missing or unknown:
        raise Invalid(f"{name}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    bad = [row for row, line in lines.items() if None in line or None in line.values()]
    if bad:
        raise Invalid(f"{name}: 第 {bad[0]} 行的列数不对 · has not as many cells as columns")
    blank = dict.fromkeys(optional, "")
    return {n: blank | {k: v.strip() for k, v in one.items()} for n, one in lines.items()}


def _of_csv(raw: bytes) -> Table:
    reader = csv.DictReader(io.StringIO(decoded(raw), newline=""), strict=True)
    return reader.fieldnames or (), {row: dict(line) for row, line in enumerate(reader, 2)}


def _of_workbook(raw: bytes) -> Table:
    """Read a workbook; rows without a single cell are left out, as Excel's own CSV does."""
    columns, *rows = rows_of(raw) or [[]]
    wide = len(columns)
    lines = {n: row + [""] * (wide - len(row)) for n, row in enumerate(rows, 2) if row}
    return columns, {
        n: dict(zip(columns, row, strict=True)) if len(row) == wide else {None: ""}
        for n, row in lines.items()
    }


def _faults(line: Line, stations: dict[str, int]) -> Iterator[str]:
    yield from (f"{name} 为空。" for name in NEEDED if not line[name])
    if line["station_code"] and line["station_code"] not in stations:
        yield f"没有工作站 {line['station_code']}。"
    if line["role"] and line["role"] not in ROLES:
        yield f"没有岗位角色 {line['role']}。"
    longest = {**PERSONAL, **LONGEST}
    for column, cell in line.items():
        if fault := line_fault(cell, longest.get(column.removesuffix("_zh"), longest["title"])):
            yield f"{column} {fault}"
    yield from _date_faults(line["valid_from"], line["valid_to"])


def _date_faults(since: str, until: str) -> Iterator[str]:
    try:
        days = [date.fromisoformat(day) for day in (since, until) if day]
    except ValueError:
        yield "日期须写成 2026-11-28。"
        return
    if not all(map(moments.begins, days)):
        yield "日期过早，无法保存；不限起始的请写成 1900-01-01。"
    if since and until and days[1] <= days[0]:
        yield "valid_to 须晚于 valid_from。"
