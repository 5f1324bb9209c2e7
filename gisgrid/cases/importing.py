"""Reads reports from files, row by row, each good or with its fault."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from gisgrid.cases.import_rows import RAGGED, Cells, rows
from gisgrid.cases.import_words import fields_of, moment, sentence
from gisgrid.cases.rules import NewReport
from gisgrid.cases.schemas import ReportIn
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import settings
from gisgrid.kernel.shapes import file_of

KEY_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its number, its words, and the report or why it is none."""

    row: int
    words: Mapping[str, object]
    report: NewReport | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of reports; `usual` holds what its rows leave out."""

    path: Path
    usual: Mapping[str, str]
    columns: Mapping[str, str]
    """Which column of the file holds which field, where the caller says so."""

    def __len__(self) -> int:
        """Count the rows."""
        return sum(1 for _ in rows(self.path))

    def unread(self) -> list[str]:
        """Return the columns that nobody reads.

        Raises:
            Invalid: the file cannot be read, is empty, or no column says what happened.
        """
        first = self._first()
        read = fields_of(list(first), self.columns)
        return [column for column in first if column not in read]

    def lines(self) -> Iterator[Line]:
        """Return the rows, each as a report or with its fault."""
        fields = fields_of(list(self._first()), self.columns)
        mark = hashlib.sha256(self._content()).hexdigest()[:KEY_LENGTH]
        for row, cells in enumerate(rows(self.path), 1):
            yield self._line(row, cells, fields, f"import:{mark}:{row}")

    def _content(self) -> bytes:
        """Return what tells this file from others: its bytes, and which of its layers is meant."""
        file = file_of(self.path)
        return file.read_bytes() + str(self.path).removeprefix(str(file)).encode()

    def _first(self) -> Cells:
        """Return the first row, which knows the columns."""
        first = next(rows(self.path), None)
        if first is None:
            raise Invalid(f"{self.path} 里没有任何一行；请核对文件。")
        first.pop(RAGGED, None)
        return first

    def _line(self, row: int, cells: Cells, fields: Mapping[str, str], key: str) -> Line:
        if cells.pop(RAGGED, None) is not None:
            return Line(row, cells, why="本行的格数与列数不同；请核对逗号、引号。")
        said = ((field, cells[column]) for column, field in fields.items())
        named = {field: _written(value) for field, value in said if _is_said(value)}
        try:
            new = ReportIn.model_validate(_nested({**self.usual, **named})).new(key)
        except ValidationError as wrong:
            return Line(row, cells, why=sentence(wrong))
        return Line(row, cells, new)


def batches(lines: Iterator[Line], size: int) -> Iterator[list[Line]]:
    """Return the lines in lists of a size."""
    while batch := list(islice(lines, size)):
        yield batch


def _nested(said: dict[str, Any]) -> dict[str, Any]:
    """Return a flat row in the shape of a report."""
    reporter = {part: said.pop(f"reporter_{part}", None) for part in ("name", "phone")}
    if any(reporter.values()):
        said["reporter"] = reporter
    if isinstance(said.get("photos"), str):
        said["photos"] = [one.strip() for one in said["photos"].split("|") if one.strip()]
    if "external_deadline" in said:
        said["external_deadline"] = moment(said["external_deadline"], settings().tz)
    return said


def _is_said(value: object) -> bool:
    """Tell whether a cell holds anything (an empty cell of a table is NaN or None)."""
    return value is not None and value == value and value != ""  # noqa: PLR0124 - NaN is not itself


def _written(value: object) -> object:
    """Return a number as people write it: a telephone or a ticket is no quantity."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else value
