"""Look through a class book's files before anything of them is loaded."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from gisgrid.duties.bookcells import KINDS, cell_fault
from gisgrid.kernel.cells import decoded, separator
from gisgrid.kernel.errors import Invalid

SHOWN: Final = 20


class BadCells(Invalid):
    """Lines of the class book's files make no sense; `problems` says which and how to mend them."""

    title = "The class book's files cannot be read"


_CLASS: Final = "codebook edition domain code"
_RULE: Final = "code name name_en class priority"
NEEDED: Final[Mapping[str, str]] = {
    "codebooks.csv": "codebook edition name name_en active sample source",
    "classes.csv": f"{_CLASS} big_code big_name name name_en",
    "classes_older.csv": f"{_CLASS} big_code big_name name name_en",
    "conditions.csv": f"{_CLASS} seq condition condition_en closing closing_en respond_value"
    " respond_unit solve_value solve_unit urgent is_default limit_note limit_note_en source",
    "successors.csv": "from_codebook from_edition from_domain from_code"
    " to_codebook to_edition to_domain to_code relation certainty",
    "rules.csv": f"{_RULE} area_code from_time to_time owner lead assists",
    "overrides.csv": f"{_RULE} asset_kind asset_code buffer_m lead assists",
    "policies.csv": f"{_RULE} source min_confidence action condition_seq",
}
"""Columns that a file's first line must name."""
SINGLE: Final[Sequence[tuple[Collection[str], str, str]]] = (
    (("codebooks.csv",), "codebook edition", ""),
    (("codebooks.csv",), "codebook active", "active"),
    (("classes.csv", "classes_older.csv"), _CLASS, ""),
    (("conditions.csv",), f"{_CLASS} seq", ""),
    (("conditions.csv",), f"{_CLASS} is_default", "is_default"),
    (("successors.csv",), NEEDED["successors.csv"].removesuffix(" relation certainty"), ""),
    (("rules.csv",), "code", ""),
    (("overrides.csv",), "code", ""),
    (("policies.csv",), "code", ""),
)
"""Which columns together may hold the same only once, among all lines or those with a 1."""


class Line(dict[str, str]):
    """One line of a file, by its columns; `place` says where it stands."""

    def __init__(self, file: str, number: int, cells: Mapping[str, str]) -> None:
        super().__init__(cells)
        self.place = f"{file} 第 {number} 行"


def read(folder: Path, name: str) -> list[Line]:
    """Read one file of the folder; a file that is not there holds nothing."""
    path = folder / name
    if not path.exists():
        return []
    reader = table_of(path)
    return [Line(name, reader.line_num, row) for row in reader]


def table_of(path: Path) -> "csv.DictReader[str]":
    """Read a table as a spreadsheet wrote it: UTF-8 or GBK, with commas, semicolons or tabs."""
    said = decoded(path.read_bytes())
    header = said.partition("\n")[0]
    return csv.DictReader(io.StringIO(said, newline=""), delimiter=separator(header))


def check_files(folder: Path) -> None:
    """See that the folder's files can be read, cell by cell, and say nothing twice.

    Raises:
        BadCells: some cannot; all are named by file, line and column.
    """
    found = [said for name in KINDS for said in faults(folder / name)]
    refuse(found)
    refuse([said for names, key, only in SINGLE for said in doubled(folder, names, key, only)])


def refuse(found: Sequence[str]) -> None:
    """Refuse the book when anything is wrong, and say all of it."""
    if found:
        more = f"\n… {len(found)}" if len(found) > SHOWN else ""
        raise BadCells("\n".join(found[:SHOWN]) + more, problems=list(found))


def faults(path: Path, as_file: str = "") -> Iterator[str]:
    """Say what is wrong in one file, read as the one that it is or that is named."""
    if not path.exists():
        return
    kind = as_file or path.name
    try:
        reader = table_of(path)
        for said in head_faults(kind, reader.fieldnames or ()):
            yield f"{path.name}: {said}"
        for row in reader:
            yield from line_faults(f"{path.name} 第 {reader.line_num} 行", kind, row)
    except (OSError, UnicodeDecodeError, csv.Error):
        yield f"{path.name}: 不是 UTF-8 或 GBK 编码的 CSV 文件，请另存 · save it as CSV in UTF-8"


def head_faults(name: str, columns: Sequence[str]) -> Iterator[str]:
    """Say which columns a file lacks or names twice."""
    lacking = [one for one in NEEDED[name].split() if one not in columns]
    if lacking:
        yield f"缺少列 {'、'.join(lacking)} · add these columns to the first line"
    twice = sorted({one for one in columns if columns.count(one) > 1})
    if twice:
        yield f"列 {'、'.join(twice)} 重复 · name each column once"


def line_faults(place: str, name: str, row: Mapping[str, str]) -> Iterator[str]:
    """Say which cells of a line cannot be read, and what would be."""
    if None in row or None in row.values():
        yield f"{place}: 列数与表头不符 · give it as many cells as the first line has"
        return
    for column, cell in row.items():
        said = cell_fault(name, column, cell)
        if said:
            yield f"{place} {column}: {said}"


def doubled(folder: Path, names: Iterable[str], key: str, only: str) -> Iterator[str]:
    """Say which lines hold again what an earlier one holds."""
    seen: dict[tuple[str, ...], str] = {}
    lines = [line for name in names for line in read(folder, name)]
    for line in (one for one in lines if not only or one[only] == "1"):
        held = tuple(line[column] for column in key.split())
        first = seen.setdefault(held, line.place)
        if first != line.place:
            yield f"{line.place}: {' '.join(held)} 与{first}重复 · stands there already; keep one"
