"""Move between lon/lat, local metres and the 1e-7 degree lattice.

Local metres are a plain scaling about a fixed origin: good to a few decimetres across
the district, and the same bits on every machine because only + - * / are used.
"""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

LON_0, LAT_0 = 113.15, 35.26
METRES_PER_LON, METRES_PER_LAT = 90998.0, 110945.0
UNITS = 10_000_000


def metres(lon: float, lat: float) -> tuple[float, float]:
    """Return local metres east and north of the origin."""
    return (lon - LON_0) * METRES_PER_LON, (lat - LAT_0) * METRES_PER_LAT


def degrees(x: float, y: float) -> tuple[float, float]:
    """Return the lon/lat on the lattice nearest to local metres."""
    lon, lat = units(x, y)
    return lon / UNITS, lat / UNITS


def units(x: float, y: float) -> tuple[int, int]:
    """Return the lattice point, in whole units of 1e-7 degree, nearest to local metres."""
    return (
        round((x / METRES_PER_LON + LON_0) * UNITS),
        round((y / METRES_PER_LAT + LAT_0) * UNITS),
    )


def to_metres(shape: BaseGeometry) -> BaseGeometry:
    """Return a lon/lat shape in local metres."""
    return shapely.transform(
        shape, lambda xy: (xy - (LON_0, LAT_0)) * (METRES_PER_LON, METRES_PER_LAT)
    )


def to_degrees(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape in local metres as lon/lat rounded to the lattice."""
    return on_lattice(
        shapely.transform(shape, lambda xy: xy / (METRES_PER_LON, METRES_PER_LAT) + (LON_0, LAT_0))
    )


def on_lattice(shape: BaseGeometry) -> BaseGeometry:
    """Round every coordinate to the lattice, in one canonical order of vertices."""
    rounded = shapely.transform(shape, lambda xy: (xy * UNITS).round() / UNITS)
    return shapely.orient_polygons(shapely.normalize(rounded))
