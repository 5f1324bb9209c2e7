"""Opening any table with places in it, and saying clearly what is wrong with it."""

from pathlib import Path

import geopandas
import pandas as pd
import pyarrow.parquet as pq
from pyarrow.lib import ArrowInvalid
from pyogrio.errors import DataLayerError, DataSourceError

from gisgrid.kernel.cells import encodings, separator
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.shapes import file_of, read_layer

LONGITUDES = ("lon", "lng", "long", "longitude", "x", "经度")
LATITUDES = ("lat", "latitude", "y", "纬度")
LONGEST_HEADER = 1 << 16
"""Bytes of the first line that are looked at for what stands between the columns."""


class BadFile(Invalid):
    """A file cannot be used; the message says why and how to mend it."""

    title = "This file cannot be used"


def read_table(path: Path) -> pd.DataFrame:
    """Return the rows of a file, a GeoDataFrame if it has geometries."""
    if not file_of(path).exists():
        raise BadFile(f"{path}: there is no such file.")
    try:
        return _read(path)
    except (DataSourceError, DataLayerError, ArrowInvalid, pd.errors.ParserError) as error:
        raise BadFile(f"{path}: cannot be read as a table ({_first_line(error)}).") from error
    except pd.errors.EmptyDataError as error:
        raise BadFile(f"{path}: the file is empty.") from error


def _read(path: Path) -> pd.DataFrame:
    match path.suffix.lower():
        case ".csv":
            return _read_csv(path)
        case ".parquet" | ".geoparquet":
            return _read_parquet(path)
        case _:
            layer: pd.DataFrame = read_layer(path)
            return layer


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no reason given"])[0].rstrip(".")


def _read_csv(path: Path) -> pd.DataFrame:
    with path.open("rb") as file:
        start = file.readline(LONGEST_HEADER)
    for encoding in encodings(start):
        cut = separator(start.decode(encoding, errors="ignore"))
        try:
            return pd.read_csv(path, sep=cut, encoding=encoding, dtype=str, keep_default_na=False)
        except UnicodeDecodeError:
            continue
    raise BadFile(f"{path}: the text is neither UTF-8 nor GB 18030; save it as UTF-8.")


def _read_parquet(path: Path) -> pd.DataFrame:
    if b"geo" in (pq.read_schema(path).metadata or {}):
        table: pd.DataFrame = geopandas.read_parquet(path)
        return table
    return pd.read_parquet(path)


def column_named(table: pd.DataFrame, names: tuple[str, ...]) -> str | None:
    """Return the first column that bears one of these names, whatever its case."""
    known = {str(column).strip().lower(): str(column) for column in table.columns}
    return next((known[name] for name in names if name in known), None)


def require_column(table: pd.DataFrame, column: str, path: Path) -> None:
    """Refuse a column that the file does not have, naming those it has."""
    if column not in table.columns:
        there = ", ".join(str(name) for name in table.columns if name != "geometry")
        raise BadFile(f"{path}: there is no column {column!r}; its columns are {there}.")
