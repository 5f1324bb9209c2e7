"""Datums: what a pair of numbers means on the ground, and whether it can be one at all.

Everything is stored as lon, lat in WGS84; CGCS2000 is the same to the centimetre and is
taken as equal. GCJ-02 (AMap, Tencent, WeChat) and BD-09 (Baidu) are turned at the door.

GCJ-02 shifts a point by up to about 700 m inside a rough box around China and not at all
outside it; BD-09 adds its own small turn everywhere. The forward shift is the published
one; backwards we iterate until a step is below a tenth of a millimetre. Whether a GCJ-02
pair was shifted is judged by the pair itself: only in a strip of some hundred metres along
the edge of the box (at sea or far abroad) can that differ from the point it came from.

    >>> to_wgs84(113.1769, 35.2401, Datum.WGS84)
    (113.1769, 35.2401)
"""

import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar, Final, overload

import numpy as np
from numpy.typing import NDArray

from gisgrid.kernel.errors import Invalid

Degrees = NDArray[np.float64]
Pair = tuple[Any, Any]

WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""The rough box of the published GCJ-02; outside it the shift is nothing."""
AXIS, ECCENTRICITY_SQUARED = 6378245.0, 0.00669342162296594323
STILL = 1e-9
"""A step of the inverse below this many degrees (0.1 mm) is the last."""


class Datum(StrEnum):
    """What a coordinate pair is measured in."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


BY_NAME: Final[Mapping[str, Datum]] = {str(one): one for one in Datum}


class BadCoordinates(Invalid):
    """The numbers cannot be a place on earth; the message says why."""

    title: ClassVar[str] = "These coordinates cannot be a place"


def named(datum: Datum | str) -> Datum:
    """Return the datum of this name; refuse one we do not know."""
    found = BY_NAME.get(datum)
    if found is None:
        known = ", ".join(Datum)
        raise BadCoordinates(f"datum {datum!r} is unknown; it is one of {known}.")
    return found


def check(lon: float, lat: float) -> None:
    """Refuse a pair that is no place on earth, in words that help to mend it."""
    if abs(lon) <= 180 and abs(lat) <= 90:
        return
    raise BadCoordinates(_what_is_wrong(lon, lat), lon=str(lon), lat=str(lat))


def _what_is_wrong(lon: float, lat: float) -> str:
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return (
            "经度、纬度须为有限的度数 · "
            f"lon={lon}, lat={lat}: both must be finite numbers in degrees."
        )
    if abs(lon) <= 90 and abs(lat) <= 180:
        return (
            "经纬度像是写反了，请先经度、后纬度 · "
            f"lon={lon}, lat={lat}: this looks swapped; send longitude first, then latitude."
        )
    return (
        "经度应在 ±180、纬度应在 ±90 度之内；是投影坐标（米）吗？ · "
        f"lon={lon}, lat={lat}: longitude lies within ±180 and latitude within ±90 degrees; "
        "are these metres of a projection?"
    )


@overload
def to_wgs84(lon: float, lat: float, datum: Datum | str) -> tuple[float, float]: ...
@overload
def to_wgs84(lon: Degrees, lat: Degrees, datum: Datum | str) -> tuple[Degrees, Degrees]: ...
def to_wgs84(lon: float | Degrees, lat: float | Degrees, datum: Datum | str) -> Pair:
    """Return the pair in WGS84; arrays go through as a whole, NaN stays NaN."""
    return _turn(BACK[named(datum)], lon, lat)


@overload
def from_wgs84(lon: float, lat: float, datum: Datum | str) -> tuple[float, float]: ...
@overload
def from_wgs84(lon: Degrees, lat: Degrees, datum: Datum | str) -> tuple[Degrees, Degrees]: ...
def from_wgs84(lon: float | Degrees, lat: float | Degrees, datum: Datum | str) -> Pair:
    """Return the WGS84 pair in another datum, as a map of that datum expects it."""
    return _turn(FORTH[named(datum)], lon, lat)


def _turn(steps: tuple[Callable[[Any, Any, Any], Pair], ...], lon: Any, lat: Any) -> Pair:
    """Apply the steps with plain floats for one point and NumPy for many."""
    many = isinstance(lon, np.ndarray) or isinstance(lat, np.ndarray)
    if not many:
        check(lon, lat)
    for step in steps:
        lon, lat = step(lon, lat, np if many else math)
    return lon, lat


def _inside(lon: Any, lat: Any) -> Any:
    return (lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)


def _waves(m: Any, t: Any, *terms: tuple[float, float]) -> Any:
    """Return two thirds of the sum of amplitude·sin(t·π/period)."""
    return sum(size * m.sin(t * m.pi / period) for size, period in terms) * 2.0 / 3.0


def _shift(lon: Any, lat: Any, m: Any) -> Pair:
    """Return the GCJ-02 shift in degrees at a WGS84 place inside the box."""
    x, y = lon - 105.0, lat - 35.0
    root, ripple = m.sqrt(m.fabs(x)), _waves(m, x, (20.0, 1 / 6), (20.0, 0.5))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += _waves(m, y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += _waves(m, x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))
    return _metres_to_degrees(east, north, lat, m)


def _metres_to_degrees(east: Any, north: Any, lat: Any, m: Any) -> Pair:
    phi = lat / 180.0 * m.pi
    magic = 1.0 - ECCENTRICITY_SQUARED * m.sin(phi) * m.sin(phi)
    across = AXIS / m.sqrt(magic) * m.cos(phi) * m.pi
    along = AXIS * (1.0 - ECCENTRICITY_SQUARED) / (magic * m.sqrt(magic)) * m.pi
    return east * 180.0 / across, north * 180.0 / along


def _wgs84_to_gcj02(lon: Any, lat: Any, m: Any) -> Pair:
    east, north = _shift(lon, lat, m)
    inside = _inside(lon, lat)
    return lon + east * inside, lat + north * inside


def _gcj02_to_wgs84(lon: Any, lat: Any, m: Any) -> Pair:
    inside = _inside(lon, lat)

    def forward(x: Any, y: Any) -> Pair:
        east, north = _shift(x, y, m)
        return x + east * inside, y + north * inside

    return _undo(forward, lon, lat, m)


def _gcj02_to_bd09(lon: Any, lat: Any, m: Any) -> Pair:
    turn = m.pi * 3000.0 / 180.0
    far = m.sqrt(lon * lon + lat * lat) + 0.00002 * m.sin(lat * turn)
    angle = m.atan2(lat, lon) + 0.000003 * m.cos(lon * turn)
    return far * m.cos(angle) + 0.0065, far * m.sin(angle) + 0.006


def _bd09_to_gcj02(lon: Any, lat: Any, m: Any) -> Pair:
    return _undo(lambda x, y: _gcj02_to_bd09(x, y, m), lon, lat, m)


def _undo(forward: Callable[[Any, Any], Pair], lon: Any, lat: Any, m: Any) -> Pair:
    """Return the pair that `forward` turns into this one (a contraction of about 2 %)."""
    x, y = lon, lat
    for _ in range(16):
        over_x, over_y = forward(x, y)
        step_x, step_y = over_x - lon, over_y - lat
        x, y = x - step_x, y - step_y
        if _largest(m.fabs(step_x) + m.fabs(step_y)) < STILL:
            break
    return x, y


def _largest(step: Any) -> float:
    return step if isinstance(step, float) else float(np.nanmax(step, initial=0.0))


FORTH: dict[Datum, tuple[Callable[[Any, Any, Any], Pair], ...]] = {
    Datum.WGS84: (),
    Datum.CGCS2000: (),
    Datum.GCJ02: (_wgs84_to_gcj02,),
    Datum.BD09: (_wgs84_to_gcj02, _gcj02_to_bd09),
}
BACK: dict[Datum, tuple[Callable[[Any, Any, Any], Pair], ...]] = {
    Datum.WGS84: (),
    Datum.CGCS2000: (),
    Datum.GCJ02: (_gcj02_to_wgs84,),
    Datum.BD09: (_bd09_to_gcj02, _gcj02_to_wgs84),
}
