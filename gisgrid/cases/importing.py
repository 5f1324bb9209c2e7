"""Reads reports from files: CSV and GeoParquet, row by row, each good or with its fault."""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import geopandas
from pydantic import ValidationError
from shapely.errors import ShapelyError

from gisgrid.cases.rules import NewReport
from gisgrid.cases.schemas import ReportIn
from gisgrid.kernel.cells import as_said
from gisgrid.kernel.errors import Invalid

COLUMNS: Final = frozenset(ReportIn.model_fields) | {"reporter_name", "reporter_phone"}
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
    """Which column of the file holds which field."""

    def __len__(self) -> int:
        """Count the rows."""
        return sum(1 for _ in self._rows())

    def lines(self) -> Iterator[Line]:
        """Return the rows, each as a report or with its fault."""
        mark = hashlib.sha256(self.path.read_bytes()).hexdigest()[:KEY_LENGTH]
        for row, words in enumerate(self._rows(), 1):
            yield self._line(row, words, f"import:{mark}:{row}")

    def _rows(self) -> Iterator[dict[str, Any]]:
        if not self.path.is_file():
            raise Invalid(f"没有文件 {self.path}；请核对路径。")
        read = READERS.get(self.path.suffix.lower())
        if read is None:
            raise Invalid(
                f"不认识 {self.path.suffix or '无扩展名'} 文件，可用：{'、'.join(READERS)}。"
            )
        try:
            yield from read(self.path)
        except UNREADABLE as wrong:
            why = str(wrong).partition("\n")[0]
            raise Invalid(f"{self.path} 读不下去（{why}）；{KINDS}，请重新导出后再试。") from wrong

    def _line(self, row: int, words: dict[str, Any], key: str) -> Line:
        named = {self.columns.get(name, name): value for name, value in words.items()}
        said = {**self.usual, **{n: v for n, v in named.items() if n in COLUMNS and _is_said(v)}}
        try:
            new = ReportIn.model_validate(_nested(said)).new(key)
        except ValidationError as wrong:
            return Line(row, words, why=_sentence(wrong))
        return Line(row, words, new)


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
    return said


def _is_said(value: object) -> bool:
    """Tell whether a cell holds anything (an empty cell of a table is NaN or None)."""
    return value is not None and value == value and value != ""  # noqa: PLR0124 - NaN is not itself


def _sentence(wrong: ValidationError) -> str:
    parts = (f"{'.'.join(map(str, e['loc']))}：{e['msg']}" for e in wrong.errors())
    return "；".join(parts)


def _csv_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {n: as_said(cell) if isinstance(cell, str) else cell for n, cell in row.items()}


def _parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Return the rows of a GeoParquet file, its points as lon and lat in WGS 84."""
    table = geopandas.read_parquet(path)
    if table.crs is not None and table.crs.to_epsg() != 4326:
        table = table.to_crs(4326)
    plain = table.drop(columns=table.geometry.name).assign(
        lon=table.geometry.x, lat=table.geometry.y
    )
    for row in plain.to_dict("records"):
        yield {str(name): _python(value) for name, value in row.items()}


def _python(value: object) -> object:
    """Return a NumPy or pandas value as Python's own."""
    return value.item() if hasattr(value, "item") else value


UNREADABLE: Final = (
    *(OSError, ValueError, LookupError, RuntimeError, TypeError),
    *(csv.Error, ShapelyError),
)
"""What readers raise at a broken file: one wrong byte of a GeoParquet file brings up any of it."""
KINDS: Final = "CSV 须为 UTF-8 编码，GeoParquet 须含点状几何"
READERS: Final = {".csv": _csv_rows, ".parquet": _parquet_rows, ".geoparquet": _parquet_rows}
