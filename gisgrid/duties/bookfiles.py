"""Look through a class book's files before anything of them is loaded."""

import csv
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import time
from pathlib import Path

from gisgrid.kernel.errors import Invalid

SHOWN = 20
LARGEST = 32_767
"""What a number in the book may be at most: the smallest whole number a column holds."""


class BadCells(Invalid):
    """Cells of the class book's files make no sense; `problems` says which and how to mend them."""

    title = "The class book's files cannot be read"


def is_whole(cell: str) -> bool:
    """Tell whether a cell is a whole number in plain digits."""
    digits = cell.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 6 and int(digits) <= LARGEST


def is_number(cell: str) -> bool:
    """Tell whether a cell is a finite number that is not below 0."""
    return cell.isascii() and "_" not in cell and 0 <= float(cell) < math.inf


def is_hour(cell: str) -> bool:
    """Tell whether a cell is a time of day without a zone."""
    return time.fromisoformat(cell).tzinfo is None


Kind = tuple[Callable[[str], bool], str]
WHOLE: Kind = (is_whole, "应为整数，如 3 · write a whole number such as 3")
NUMBER: Kind = (is_number, "应为不小于 0 的数，如 2.5 · write a number from 0 up such as 2.5")
HOUR: Kind = (is_hour, "应为时刻，如 08:30 · write a time of day such as 08:30")

KINDS: Mapping[str, Mapping[str, Kind]] = {
    "classes.csv": {"duplicate_radius_m": NUMBER, "duplicate_days": WHOLE},
    "classes_older.csv": {"duplicate_radius_m": NUMBER, "duplicate_days": WHOLE},
    "conditions.csv": {"seq": WHOLE, "respond_value": NUMBER, "solve_value": NUMBER},
    "policies.csv": {"condition_seq": WHOLE, "priority": WHOLE, "min_confidence": NUMBER},
    "overrides.csv": {"buffer_m": NUMBER, "priority": WHOLE},
    "rules.csv": {"from_time": HOUR, "to_time": HOUR, "priority": WHOLE},
    "codebooks.csv": {},
    "successors.csv": {},
}
_CLASS = "codebook edition domain code"
NEEDED: Mapping[str, str] = {
    "codebooks.csv": "codebook edition name name_en active sample source",
    "classes.csv": f"{_CLASS} big_code big_name name name_en",
    "classes_older.csv": f"{_CLASS} big_code big_name name name_en",
    "conditions.csv": f"{_CLASS} seq condition condition_en closing closing_en respond_value"
    " respond_unit solve_value solve_unit urgent is_default limit_note limit_note_en source",
    "successors.csv": "from_codebook from_edition from_domain from_code"
    " to_codebook to_edition to_domain to_code relation certainty",
}
"""Columns that a file's first line must name."""
ENCODING = "utf-8-sig"
"""Spreadsheets put a mark before UTF-8, which is no part of the first column's name."""
FILLED = frozenset(["seq", "respond_value", "solve_value"])
"""Columns that no line may leave empty."""


def check_files(folder: Path) -> None:
    """See that every number and hour of the folder's files can be read.

    Raises:
        BadCells: some cannot; all are named by file, line and column.
    """
    found = [said for name in KINDS for said in faults(folder / name)]
    if found:
        more = f"\n… {len(found)}" if len(found) > SHOWN else ""
        raise BadCells("\n".join(found[:SHOWN]) + more, problems=found)


def faults(path: Path) -> Iterator[str]:
    """Say what is wrong in one file; a file that is not there has no fault."""
    if not path.exists():
        return
    try:
        with path.open(encoding=ENCODING, newline="") as lines:
            reader = csv.DictReader(lines)
            yield from head_faults(path.name, reader.fieldnames or ())
            for row in reader:
                yield from line_faults(f"{path.name} 第 {reader.line_num} 行", path.name, row)
    except (OSError, UnicodeDecodeError, csv.Error):
        yield f"{path.name}: 不是 UTF-8 编码的 CSV 文件，请另存 · save it as CSV in UTF-8"


def head_faults(name: str, columns: Collection[str]) -> Iterator[str]:
    """Say which columns a file lacks."""
    lacking = [one for one in NEEDED.get(name, "").split() if one not in columns]
    if lacking:
        yield f"{name}: 缺少列 {'、'.join(lacking)} · add these columns to the first line"


def line_faults(place: str, name: str, row: Mapping[str, str]) -> Iterator[str]:
    """Say which cells of a line cannot be read, and what would be."""
    if None in row or None in row.values():
        yield f"{place}: 列数与表头不符 · give it as many cells as the first line has"
        return
    for column, (reads, mend) in KINDS[name].items():
        cell = row.get(column, "")
        if (cell or column in FILLED) and not sensible(reads, cell):
            yield f"{place} {column}: {cell[:40]!r} {mend}"


def sensible(reads: Callable[[str], bool], cell: str) -> bool:
    """Tell whether a cell reads as what it should be."""
    try:
        return reads(cell)
    except ValueError:
        return False
