"""Dissolve the borders of leaves into those of their parents, vertex for vertex."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gisgrid.grid.coverage import polygons_of
from gisgrid.grid.locator import Arcs


def dissolved(arcs: Arcs, face_of: NDArray[np.int32]) -> Arcs:
    """Return the borders that remain when face f becomes `face_of[f]` (0 stays outside)."""
    left, right = face_of[arcs.left], face_of[arcs.right]
    keep = left != right
    size = np.diff(arcs.start)
    start = np.append(0, np.cumsum(size[keep]))
    return Arcs(arcs.xy[np.repeat(keep, size)], start, left[keep], right[keep], arcs.meridian)


def parents_at(arcs: Arcs, paths: Sequence[tuple[int, ...]], depth: int) -> dict[int, BaseGeometry]:
    """Return the shape of every parent at a depth of the tree; paths run from root to leaf."""
    parents = sorted({path[depth] for path in paths if len(path) > depth + 1})
    number = {parent: n for n, parent in enumerate(parents, start=1)}
    inside = [number[path[depth]] if len(path) > depth + 1 else 0 for path in paths]
    shapes = polygons_of(dissolved(arcs, np.asarray([0, *inside], np.int32)))
    return dict(zip(parents, shapes, strict=True))
