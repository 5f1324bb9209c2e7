"""Polygons as rings on the lattice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gisgrid.grid.locator.lattice import HALF_TURN, TURN, UNITS, Floats, Wide

Shapes = Sequence[BaseGeometry] | NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Rings:
    """Closed rings, the area on the left; ring r is xy[start[r]:start[r + 1]], open-ended.

    The last vertex is not repeated. `face` is 1 + the row of the polygon.
    """

    xy: Wide
    start: Wide
    face: Wide
    meridian: int = 0

    @property
    def sizes(self) -> Wide:
        """Return the number of vertices of each ring."""
        return np.diff(self.start)


def rings_of(polygons: Shapes) -> Rings:
    """Return the rings of polygons given in degrees, rounded to the lattice."""
    shapes = shapely.orient_polygons(np.asarray(polygons, dtype=object))
    parts, row = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    degrees, ring = shapely.get_coordinates(rings, return_index=True)
    meridian = _meridian(parts, degrees)
    xy = _on_lattice(degrees, meridian)
    keep = _kept(xy, ring)
    return _rings(xy[keep], ring[keep], row[part] + 1, meridian)


def _on_lattice(degrees: Floats, meridian: int) -> Wide:
    xy = np.rint(degrees * UNITS).astype(np.int64)
    if meridian:
        xy[:, 0] = (xy[:, 0] - meridian * UNITS + HALF_TURN) % TURN - HALF_TURN
    return xy


def _meridian(parts: NDArray[np.object_], degrees: Floats) -> int:
    """Return 180 if the coverage crosses the antimeridian and can be seen from there."""
    west, _, east, _ = shapely.bounds(parts).reshape(-1, 4).T
    if not len(degrees):
        return 0
    x = degrees[:, 0]
    crosses = x.max() > 180 or x.min() < -180 or (x.max() == 180 and x.min() == -180)
    return 180 if crosses and not ((west < 0) & (east > 0)).any() else 0


def _kept(xy: Wide, ring: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Tell which vertices differ from the next of their ring (the closing one does not count)."""
    last = np.append(ring[1:] != ring[:-1], True)
    same = np.append((xy[1:] == xy[:-1]).all(axis=1), False)
    return np.asarray(~(last | same))


def _rings(xy: Wide, ring: Wide, face_of_ring: Wide, meridian: int) -> Rings:
    present, first = np.unique(ring, return_index=True)
    start = np.append(first, len(xy)).astype(np.int64)
    return Rings(xy, start, face_of_ring[present].astype(np.int64), meridian)


def packed(xy: Wide) -> Wide:
    """Return one number for each place, in the order of (x, y)."""
    return np.asarray((xy[:, 0] << 32) | (xy[:, 1] + 2**31))


def doubled_areas(rings: Rings) -> Wide:
    """Return twice the signed area of each ring, exact unless a ring spans half the earth."""
    xy = rings.xy - np.repeat(rings.xy[rings.start[:-1]], rings.sizes, axis=0)
    after = np.arange(1, len(xy) + 1)
    after[rings.start[1:] - 1] = rings.start[:-1]
    cross = xy[:, 0] * xy[after, 1] - xy[:, 1] * xy[after, 0]
    return np.asarray(np.add.reduceat(cross, rings.start[:-1]))
