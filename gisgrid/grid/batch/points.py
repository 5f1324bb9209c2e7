"""The points of a file: its rows, the raw pair, and the pair in WGS84."""

from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from gisgrid.grid.batch.files import (
    LATITUDES,
    LONGITUDES,
    BadFile,
    column_named,
    read_table,
)
from gisgrid.grid.locator import usable
from gisgrid.grid.locator.lattice import Flags, Floats
from gisgrid.kernel.datum import Datum, check, named, to_wgs84
from gisgrid.kernel.shapes import in_degrees


@dataclass(frozen=True, eq=False)
class Points:
    """Rows with a place each: raw as given in `datum`, and lon, lat in WGS84 (NaN: no place)."""

    rows: pd.DataFrame
    raw_lon: Floats
    raw_lat: Floats
    lon: Floats
    lat: Floats
    datum: Datum

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lon)

    @property
    def missing(self) -> Flags:
        """Tell which rows have no place."""
        return ~usable(self.lon, self.lat)


def read_points(path: Path, *, datum: Datum | str = Datum.WGS84) -> Points:
    """Return the points of any file with point geometries or lon and lat columns."""
    table = read_table(path)
    if isinstance(table, geopandas.GeoDataFrame):
        lon, lat = _of_geometries(table, path)
    else:
        lon, lat = _of_columns(table, path)
    _require_some_place(lon, lat, path)
    known = np.where(usable(lon, lat), 0.0, np.nan)
    lon, lat = lon + known, lat + known
    return Points(table, lon, lat, *to_wgs84(lon, lat, datum), named(datum))


def _of_geometries(table: geopandas.GeoDataFrame, path: Path) -> tuple[Floats, Floats]:
    places = _single(in_degrees(table).geometry)
    kinds = set(places.geom_type.dropna()) - {"Point"}
    if kinds:
        raise BadFile(f"{path}: holds {min(kinds)} geometries; only points can be located.")
    return places.x.to_numpy(np.float64), places.y.to_numpy(np.float64)


def _single(places: geopandas.GeoSeries) -> geopandas.GeoSeries:
    """Return places of which a MultiPoint of one point is that point."""
    shapes = places.to_numpy()
    alone = (shapely.get_type_id(shapes) == MULTI_POINT) & (shapely.get_num_geometries(shapes) == 1)
    return geopandas.GeoSeries(np.where(alone, shapely.get_geometry(shapes, 0), shapes))


MULTI_POINT = 4
"""Shapely's number of that kind."""


def _of_columns(table: pd.DataFrame, path: Path) -> tuple[Floats, Floats]:
    lon, lat = column_named(table, LONGITUDES), column_named(table, LATITUDES)
    if lon is None or lat is None:
        there = ", ".join(map(str, table.columns))
        raise BadFile(
            f"{path}: needs point geometries or columns lon and lat; its columns are {there}."
        )
    return _numbers(table[lon]), _numbers(table[lat])


def _numbers(column: "pd.Series[str]") -> Floats:
    return np.asarray(pd.to_numeric(column, errors="coerce"), np.float64)


def _require_some_place(lon: Floats, lat: Floats, path: Path) -> None:
    """Refuse a file in which no row can be a place, saying what the first looks like."""
    if len(lon) == 0:
        raise BadFile(f"{path}: holds no rows.")
    finite = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    if not len(finite):
        raise BadFile(f"{path}: no row has numbers for its place.")
    if not usable(lon, lat).any():
        check(float(lon[finite[0]]), float(lat[finite[0]]))
