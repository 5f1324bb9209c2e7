"""The areas of a file: a clean coverage with a key for every face."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gisgrid.grid.batch.files import BadFile, read_table, require_column
from gisgrid.grid.coverage import Clean, clean, said, strictly_clean
from gisgrid.grid.locator import Locator
from gisgrid.kernel.datum import Datum, check, to_wgs84
from gisgrid.kernel.shapes import in_degrees


@dataclass(frozen=True, eq=False)
class Areas:
    """A locator whose face k is called keys[k]; keys[0] is empty (outside)."""

    locator: Locator
    keys: NDArray[np.object_]
    repairs: tuple[str, ...]

    def named(self, faces: NDArray[np.int32]) -> NDArray[np.object_]:
        """Return the key of every face."""
        return np.asarray(self.keys[faces], dtype=object)


def read_areas(path: Path, *, key: str, strict: bool = False, datum: Datum = Datum.WGS84) -> Areas:
    """Return the areas of a file; mend the coverage, or refuse it when `strict`."""
    table = read_table(path)
    if not isinstance(table, geopandas.GeoDataFrame):
        raise BadFile(f"{path}: has no polygons; use GeoJSON, GeoPackage, Shapefile or GeoParquet.")
    require_column(table, key, path)
    if table.empty:
        raise BadFile(f"{path}: holds no areas.")
    keys = [_key(value) for value in table[key]]
    _require_own_keys(keys, path)
    shapes = in_degrees(table).geometry.to_numpy()
    _require_degrees(shapes)
    shapes = _turned(shapes, datum)
    mended = (strictly_clean if strict else clean)(shapes, names=keys)
    return _areas(mended, keys)


def _areas(mended: Clean, keys: Sequence[str]) -> Areas:
    listed = tuple(said(flaw, names=keys) for flaw in mended.repairs)
    named = np.array(["", *keys], dtype=object)
    return Areas(Locator.build(mended.arcs), named, listed)


def _turned(shapes: NDArray[np.object_], datum: Datum) -> NDArray[np.object_]:
    def turn(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(to_wgs84(xy[:, 0], xy[:, 1], datum), axis=1)

    return np.asarray(shapely.transform(shapes, turn), dtype=object)


def _key(value: object) -> str:
    """Return an area's key as text, empty for none; a number loses its '.0'."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value).strip()  # type: ignore[call-overload]


def _require_degrees(shapes: NDArray[np.object_]) -> None:
    """Refuse areas that lie on no earth: swapped pairs, or metres of a projection not declared."""
    for lon, lat in shapely.get_coordinates(shapes):
        if abs(lat) > 90 or abs(lon) > 360:
            check(float(lon), float(lat))


def _require_own_keys(keys: list[str], path: Path) -> None:
    if "" in keys:
        row = keys.index("") + 1
        raise BadFile(
            f"{path}: 第 {row} 行没有编号 · area {row} has no key; give each one its own."
        )
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise BadFile(f"{path}: the key {twice[0]!r} stands for more than one area.")
