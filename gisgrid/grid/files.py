"""Read areas from, and write them to, what GIS programs exchange: one row, one area.

GeoJSON, GeoPackage, Shapefile and FlatGeobuf go through pyogrio, GeoParquet through pyarrow.
What the file declares is projected to lon, lat; then the datum that the caller declares is
undone, so that everything behind this door is WGS84.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import geopandas
import pandas as pd
import shapely
from numpy import column_stack, float64
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gisgrid.grid.rules.given import GivenArea
from gisgrid.kernel.datum import Datum, to_wgs84
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.shapes import file_of, in_degrees, read_layer

USUAL = {
    "code": ("code", "area_code", "编码", "网格编码", "代码", "adcode", "gb", "id"),
    "name": ("name_zh", "name", "名称", "网格名称", "area_name"),
    "name_en": ("name_en", "english"),
    "parent": ("parent_code", "parent", "上级编码", "所属编码"),
    "level": ("level", "层级"),
    "code_list": ("code_list", "编码表"),
    "kind": ("kind", "类型"),
    "households": ("households", "户数"),
    "synthetic": ("synthetic",),
}
"""Columns looked for when the caller names none; upper and lower case are the same."""
TRUE = ("1", "true", "t", "yes", "是")


@dataclass(frozen=True)
class Columns:
    """Which column holds what; None means: look for the usual names."""

    code: str | None = None
    name: str | None = None
    name_en: str | None = None
    parent: str | None = None
    level: str | None = None
    code_list: str | None = None
    kind: str | None = None
    households: str | None = None
    synthetic: str | None = None


def read_frame(path: Path) -> geopandas.GeoDataFrame:
    """Read any file of shapes; say clearly when it is none."""
    if not file_of(path).exists():
        raise Invalid(f"{path}: 没有这个文件 · there is no such file.")
    try:
        if path.suffix.lower() in (".parquet", ".geoparquet"):
            return geopandas.read_parquet(path)
        return read_layer(path)
    except (ValueError, RuntimeError, OSError) as cause:
        raise Invalid(f"{path} cannot be read as a file of shapes: {cause}") from cause


def read_areas(
    path: Path,
    *,
    level: str | None = None,
    datum: Datum = Datum.WGS84,
    columns: Columns | None = None,
    code_list: str = "local",
) -> list[GivenArea]:
    """Return the areas of a file; its level comes from the caller or from a column."""
    frame = read_frame(path)
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise Invalid(f"{path} has no column of shapes.")
    if frame.empty:
        raise Invalid(f"{path} holds no areas.")
    found = resolve(list(frame.columns), columns or Columns(), path)
    if level is None and found.level is None:
        raise Invalid(f"{path}: name its level with --level; no column says it.")
    values = {f.name: _texts(frame, getattr(found, f.name)) for f in fields(found)}
    rows = zip(*values.values(), in_wgs84(frame, datum), strict=True)
    return [_area(dict(zip(values, row, strict=False)), row[-1], level, code_list) for row in rows]


def resolve(present: Sequence[str], wanted: Columns, path: Path) -> Columns:
    """Return the columns to read: those named, else the usual ones that are there."""
    chosen = {
        f.name: _column(present, f.name, getattr(wanted, f.name), path) for f in fields(wanted)
    }
    if chosen["code"] is None:
        names = ", ".join(c for c in present if c != "geometry")
        raise Invalid(f"{path}: no column of codes found among {names}; name it: --code-column.")
    return Columns(**chosen)


def _column(present: Sequence[str], role: str, wanted: str | None, path: Path) -> str | None:
    if wanted is not None and wanted not in present:
        raise Invalid(f"{path} has no column {wanted!r}; it has {', '.join(present)}.")
    lower = {str(name).lower(): str(name) for name in reversed(present)}
    return wanted or next((lower[usual] for usual in USUAL[role] if usual in lower), None)


def _texts(frame: geopandas.GeoDataFrame, column: str | None) -> list[str | None]:
    if column is None:
        return [None] * len(frame)
    return [_text(value) for value in frame[column].tolist()]


def _text(value: str | float | None) -> str | None:
    """Return a cell as text; a code that was read as a number loses its '.0'."""
    if value is None or pd.isna(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def _area(
    row: dict[str, str | None], shape: BaseGeometry | None, level: str | None, code_list: str
) -> GivenArea:
    return GivenArea(
        level=level or row["level"] or "",
        code=row["code"] or "",
        code_list=row["code_list"] or code_list,
        name=row["name"] or "",
        shape=shape,
        name_en=row["name_en"],
        parent_code=row["parent"],
        kind=row["kind"],
        households=_count(row["households"]),
        synthetic=(row["synthetic"] or "").lower() in TRUE,
    )


def _count(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() else None


def in_wgs84(frame: geopandas.GeoDataFrame, datum: Datum) -> list[BaseGeometry | None]:
    """Return the shapes as lon, lat in WGS84; without a declared projection they are degrees."""
    shapes = [shapely.force_2d(s) for s in in_degrees(frame).geometry.tolist()]
    if datum in (Datum.WGS84, Datum.CGCS2000):
        return shapes
    return [s and shapely.transform(s, lambda xy: _undo(xy, datum)) for s in shapes]


def _undo(xy: NDArray[float64], datum: Datum) -> NDArray[float64]:
    return column_stack(to_wgs84(xy[:, 0].copy(), xy[:, 1].copy(), datum))


DRIVERS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".fgb": "FlatGeobuf",
}


def write_areas(areas: Sequence[GivenArea], path: Path) -> None:
    """Write areas so that reading them again gives the same; the ending says the format."""
    rows = [_row(area) for area in areas]
    frame = geopandas.GeoDataFrame(rows, geometry=[a.shape for a in areas], crs=4326)
    ending = path.suffix.lower()
    if ending in (".parquet", ".geoparquet"):
        frame.to_parquet(path)
        return
    if ending not in DRIVERS:
        known = ", ".join([*DRIVERS, ".parquet"])
        raise Invalid(f"{path}: the ending says the format; it is one of {known}.")
    exact = {"COORDINATE_PRECISION": "7"} if DRIVERS[ending] == "GeoJSON" else {}
    frame.to_file(path, driver=DRIVERS[ending], engine="pyogrio", **exact)


def _row(area: GivenArea) -> dict[str, str | int | bool | None]:
    return {
        "level": area.level,
        "code": area.code,
        "code_list": area.code_list,
        "name_zh": area.name,
        "name_en": area.name_en,
        "parent_code": area.parent_code,
        "kind": area.kind,
        "households": area.households,
        "synthetic": area.synthetic,
    }
