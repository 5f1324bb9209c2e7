"""From shared arcs back to polygons, so that both can be proven equal."""

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gisgrid.grid.coverage.rings import packed
from gisgrid.grid.locator.arcs import Arcs
from gisgrid.grid.locator.lattice import UNITS, Floats, Wide


def polygons_of(arcs: Arcs) -> list[BaseGeometry]:
    """Return the polygon (or multipolygon) of every face 1..k in degrees, in order.

    A face without borders gives an empty polygon. Seen from the antimeridian, longitudes
    run on beyond 180.
    """
    pieces, face = _pieces(arcs)
    order = np.argsort(face, kind="stable")
    ends = np.searchsorted(face[order], np.arange(1, arcs.faces + 2))
    return [_joined(pieces[order[a:b]]) for a, b in pairwise(ends)]


def _joined(parts: NDArray[np.object_]) -> BaseGeometry:
    if len(parts) == 1:
        return shapely.MultiPolygon(parts.tolist()).geoms[0]
    return shapely.MultiPolygon(parts.tolist()) if len(parts) else shapely.Polygon()


def _pieces(arcs: Arcs) -> tuple[NDArray[np.object_], Wide]:
    """Return every piece between the arcs with its face."""
    size = np.diff(arcs.start)
    arc = np.repeat(np.arange(len(arcs)), size)
    lines = np.asarray(shapely.linestrings(_degrees(arcs), indices=arc), dtype=object)
    pieces = shapely.get_parts(shapely.polygonize(lines))
    return pieces, _faces_of(arcs, pieces)


def _degrees(arcs: Arcs) -> Floats:
    xy = arcs.xy.astype(np.int64)
    xy[:, 0] += arcs.meridian * UNITS
    return np.asarray(xy / UNITS)


def _faces_of(arcs: Arcs, pieces: NDArray[np.object_]) -> Wide:
    """Return the face of each piece: that on the inner side of its outline's first edge."""
    rings = shapely.get_exterior_ring(pieces)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.flatnonzero(np.diff(ring, prepend=-1))
    xy = np.rint(corners * UNITS).astype(np.int64)
    xy[:, 0] -= arcs.meridian * UNITS
    inward = shapely.is_ccw(rings)[:, None]
    return _left_of(
        arcs, np.where(inward, xy[first], xy[first + 1]), np.where(inward, xy[first + 1], xy[first])
    )


def _left_of(arcs: Arcs, start: Wide, end: Wide) -> Wide:
    """Return the face left of each directed edge."""
    places, vertex = np.unique(packed(arcs.xy.astype(np.int64)), return_inverse=True)
    head = np.delete(np.arange(len(vertex)), arcs.start[1:] - 1)
    arc = np.repeat(np.arange(len(arcs)), np.diff(arcs.start) - 1)
    tail = vertex[head + 1]
    edge = np.concatenate([(vertex[head] << 32) | tail, (tail << 32) | vertex[head]])
    face = np.concatenate([arcs.left[arc], arcs.right[arc]])
    order = np.argsort(edge)
    wanted = (np.searchsorted(places, packed(start)) << 32) | np.searchsorted(places, packed(end))
    return np.asarray(face[order[np.searchsorted(edge[order], wanted)]])
