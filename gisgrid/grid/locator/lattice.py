"""The lattice: places as integers of 1e-7 degree (about 1 cm), where borders are exact."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gisgrid.kernel.datum import check

UNITS = 10_000_000
"""Lattice steps in one degree."""
HALF_TURN, TURN = 180 * UNITS, 360 * UNITS
NOWHERE = -(2**31)
"""The coordinate of what is no place: outside every coverage."""

Ints = NDArray[np.int32]
Wide = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def usable(lon: ArrayLike, lat: ArrayLike) -> Flags:
    """Tell which pairs can be a place on earth (NaN and infinities cannot)."""
    with np.errstate(invalid="ignore"):
        inside = (np.abs(np.asarray(lon)) <= 180) & (np.abs(np.asarray(lat)) <= 90)
    return np.asarray(inside, dtype=np.bool_)


def quantise(lon: ArrayLike, lat: ArrayLike) -> tuple[Ints, Ints]:
    """Round to the lattice, halves to even; what is no place becomes NOWHERE.

    >>> [int(v[0]) for v in quantise([113.17693334], [35.24])]
    [1131769333, 352400000]
    """
    x, fits_x = _rounded(np.asarray(lon, np.float64), HALF_TURN)
    y, fits_y = _rounded(np.asarray(lat, np.float64), HALF_TURN // 2)
    fits = fits_x & fits_y
    if not fits.all():
        x[~fits] = y[~fits] = NOWHERE
    return x, y


def _rounded(degrees: Floats, limit: int) -> tuple[Ints, Flags]:
    """Return lattice units, and which of them are within the limit (others mean nothing)."""
    with np.errstate(invalid="ignore", over="ignore"):
        units = degrees * UNITS
        fits = np.abs(units) <= limit
        return np.rint(units, out=units).astype(np.int32), np.asarray(fits)


def quantise_one(lon: float, lat: float) -> tuple[int, int]:
    """Round one point to the lattice as `quantise` does; refuse what is no place."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        check(lon, lat)
    return round(lon * UNITS), round(lat * UNITS)


def degrees(units: NDArray[np.integer]) -> Floats:
    """Return the degrees whose rounding gives exactly these units."""
    return np.asarray(units, np.float64) / UNITS


def seen_from(meridian: int, x: NDArray[np.integer]) -> Ints:
    """Return longitudes counted from a meridian (in degrees), within half a turn."""
    if meridian == 0:
        return np.asarray(x, np.int32)
    shifted = np.asarray(x, np.int64) - meridian * UNITS
    shifted = (shifted + HALF_TURN) % TURN - HALF_TURN
    return np.asarray(np.where(x == NOWHERE, NOWHERE, shifted), np.int32)
