"""The areas of a file: a clean coverage with a key for every face."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gisgrid.grid.batch.files import BadFile, in_degrees, read_table, require_column
from gisgrid.grid.coverage import Clean, clean, said, strictly_clean
from gisgrid.grid.locator import Locator
from gisgrid.kernel.datum import Datum, to_wgs84


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
    keys = [str(value).strip() for value in table[key]]
    _require_own_keys(keys, path)
    shapes = _turned(in_degrees(table).geometry.to_numpy(), datum)
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


def _require_own_keys(keys: list[str], path: Path) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise BadFile(f"{path}: the key {twice[0]!r} stands for more than one area.")
