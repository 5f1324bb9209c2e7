"""Suspect the datum of a layer: does it fit the district better when read otherwise?"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gisgrid.grid.rules.given import GivenArea, union
from gisgrid.grid.rules.problems import GridProblem
from gisgrid.kernel.datum import Datum, from_wgs84, to_wgs84

SUSPECT = 0.01
"""A layer with less of its area outside the district raises no question."""
FITS_BETTER = 0.5
"""Another datum is named when it leaves at most this part of that area outside."""
FAR = 0.5
"""With more than this outside, the layer is questioned even if no datum fits."""
READINGS = (Datum.WGS84, Datum.GCJ02, Datum.BD09)


def turned(shape: BaseGeometry, declared: Datum, meant: Datum) -> BaseGeometry:
    """Return a shape, once converted from `declared`, as if it had been in `meant`."""

    def reread(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = from_wgs84(xy[:, 0], xy[:, 1], declared)
        return np.column_stack(to_wgs84(lon, lat, meant))

    found: BaseGeometry = shapely.transform(shape, reread)
    return found


def suspicion(
    areas: Sequence[GivenArea], district: BaseGeometry, declared: Datum
) -> list[GridProblem]:
    """Question a layer that lies outside the district, and say which datum would fit."""
    layer = union([a.shape for a in areas if a.shape is not None])
    if layer.is_empty:
        return []
    share = outside_share(layer, district)
    if share <= SUSPECT:
        return []
    return _other_reading(layer, district, declared, share) or _unexplained(layer, share)


def outside_share(layer: BaseGeometry, district: BaseGeometry) -> float:
    """Return how much of a layer's area lies outside the district."""
    return float(shapely.difference(layer, district).area / layer.area)


def _other_reading(
    layer: BaseGeometry, district: BaseGeometry, declared: Datum, share: float
) -> list[GridProblem]:
    plain = Datum.WGS84 if declared is Datum.CGCS2000 else declared
    fits = [
        (outside_share(turned(layer, plain, meant), district), meant.value)
        for meant in READINGS
        if meant is not plain
    ]
    fit_share, best = min(fits)
    if fit_share > share * FITS_BETTER:
        return []
    params = {"share": share, "fits": best, "fit_share": fit_share}
    return [GridProblem("datum", params=params, where=layer.envelope)]


def _unexplained(layer: BaseGeometry, share: float) -> list[GridProblem]:
    if share <= FAR:
        return []
    return [GridProblem("far_away", params={"share": share}, where=layer.envelope)]
