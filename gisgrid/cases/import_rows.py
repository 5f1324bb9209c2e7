"""Rows of the files in which reports come: tables of spreadsheets, and files with points."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas
import pandas as pd
import pyarrow.parquet as pq
from shapely.errors import ShapelyError

from gisgrid.kernel.cells import as_said, decoded, separator
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.shapes import file_of, in_degrees, read_layer
from gisgrid.kernel.workbooks import rows_of

Cells = dict[str, Any]
RAGGED: Final = ""
"""Stands in a row that has other cells than the table has columns; no column is called so."""


def rows(path: Path) -> Iterator[Cells]:
    """Return the rows of a file, each as its cells by their columns.

    One of several layers is named as `FILE|layername=NAME`.

    Raises:
        Invalid: it is not there, of no kind that is read, broken, of several layers none of which
            is named, or in a CRS that cannot be turned into WGS 84.
    """
    file = file_of(path)
    if not file.is_file():
        raise Invalid(f"没有文件 {file}；请核对路径。")
    read = READERS.get(file.suffix.lower())
    if read is None:
        raise Invalid(f"不认识 {file.suffix or '无扩展名'} 文件，可用：{'、'.join(READERS)}。")
    try:
        yield from read(path)
    except UNREADABLE as wrong:
        why = str(wrong).partition("\n")[0]
        raise Invalid(f"{path} 读不下去（{why}）；{KINDS}，请重新导出后再试。") from wrong


def _csv_rows(path: Path) -> Iterator[Cells]:
    said = decoded(path.read_bytes())
    header = said.partition("\n")[0]
    cells = csv.reader(io.StringIO(said, newline=""), delimiter=separator(header))
    return _of_table([[as_said(cell) for cell in line] for line in cells if line])


def _workbook_rows(path: Path) -> Iterator[Cells]:
    columns, *lines = rows_of(path.read_bytes()) or [[]]
    filled = [line + [""] * (len(columns) - len(line)) for line in lines if line]
    return _of_table([columns, *filled])


def _of_table(lines: Sequence[Sequence[str]]) -> Iterator[Cells]:
    """Return a table's rows; the first line names the columns."""
    columns = [name.strip() for name in lines[0]] if lines else []
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise Invalid(f"列名 {'、'.join(twice)} 重复；请改成各不相同的列名。")
    for line in lines[1:]:
        fits = {} if len(line) == len(columns) else {RAGGED: len(line)}
        yield {**dict.fromkeys(columns, ""), **dict(zip(columns, line, strict=False)), **fits}


def _parquet_rows(path: Path) -> Iterator[Cells]:
    if b"geo" in (pq.read_schema(path).metadata or {}):
        return _point_rows(geopandas.read_parquet(path))
    return _plain(pd.read_parquet(path))


def _shape_rows(path: Path) -> Iterator[Cells]:
    return _point_rows(read_layer(path))


def _point_rows(table: geopandas.GeoDataFrame) -> Iterator[Cells]:
    """Return rows whose points are lon and lat in WGS 84; a row without a shape has no place."""
    others = set(table.geom_type.dropna()) - {"Point"}
    if others:
        raise Invalid(f"上报须为点状几何，文件里有 {'、'.join(sorted(others))}；请改为点后再试。")
    table = in_degrees(table)
    plain = table.drop(columns=table.geometry.name)
    return _plain(plain.assign(lon=table.geometry.x, lat=table.geometry.y))


def _plain(table: pd.DataFrame) -> Iterator[Cells]:
    """Return rows of Python's own values."""
    for row in table.to_dict("records"):
        yield {
            str(name): value.item() if hasattr(value, "item") else value
            for name, value in row.items()
        }


UNREADABLE: Final = (
    *(OSError, ValueError, LookupError, RuntimeError, TypeError),
    *(csv.Error, ShapelyError),
)
"""What readers raise at a broken file: one wrong byte of a GeoParquet file brings up any of it."""
KINDS: Final = "CSV 须为 UTF-8 或 GBK 编码，含图形的文件须为点"
READERS: Final = {
    ".csv": _csv_rows,
    ".xlsx": _workbook_rows,
    ".parquet": _parquet_rows,
    ".geoparquet": _parquet_rows,
    ".gpkg": _shape_rows,
    ".geojson": _shape_rows,
    ".shp": _shape_rows,
}
