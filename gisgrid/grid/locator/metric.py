"""Metres on the WGS84 ellipsoid around a place."""

import numpy as np

from gisgrid.grid.locator.lattice import UNITS, Floats

AXIS, ECCENTRICITY_SQUARED = 6378137.0, 0.0066943799901413165


def metres_per_unit(y: Floats) -> tuple[Floats, Floats]:
    """Return the metres of one lattice step east and north at latitudes given in units."""
    phi = np.radians(y / UNITS)
    bend = 1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    step = np.pi / 180 / UNITS
    east = AXIS / np.sqrt(bend) * np.cos(phi) * step
    north = AXIS * (1 - ECCENTRICITY_SQUARED) / bend**1.5 * step
    return east, north
