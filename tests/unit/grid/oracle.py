"""The slow, exact word on where a point lies: rings of integers, fractions, no cleverness."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

Place = tuple[int, int]
Ring = list[Place]


class Oracle:
    """Answers by ray casting over whole polygons; boxes only spare needless work."""

    def __init__(self, polygons: NDArray[np.object_]) -> None:
        self.rings = [_rings(shape) for shape in polygons]
        self.boxes = [_box(rings) for rings in self.rings]

    def near(self, x: int, y: int) -> list[int]:
        """Return the faces whose box holds the point."""
        return [
            face
            for face, (west, south, east, north) in enumerate(self.boxes, start=1)
            if west <= x <= east and south <= y <= north
        ]

    def touched(self, x: int, y: int) -> set[int]:
        """Return the faces on whose edge the point lies exactly."""
        return {
            face
            for face in self.near(x, y)
            if any(_on(a, b, x, y) for ring in self.rings[face - 1] for a, b in _edges(ring))
        }

    def shifted(self, x: int, y: int) -> int:
        """Return the face of (x + e, y + e*e) for a vanishing e, 0 outside."""
        inside = [face for face in self.near(x, y) if self._holds(face, x, y)]
        assert len(inside) <= 1, f"{inside} overlap at {x}, {y}"
        return inside[0] if inside else 0

    def face(self, x: int, y: int, found: int) -> int:
        """Return the face by the whole rule; on the rim any touched face may have been found."""
        face = self.shifted(x, y)
        rim = self.touched(x, y) if face == 0 else set()
        return found if found in rim else (0 if not rim else -1) if face == 0 else face

    def _holds(self, face: int, x: int, y: int) -> bool:
        """Cast a ray east from the shifted point and count what it crosses."""
        return (
            sum(_east_of(a, b, x, y) for r in self.rings[face - 1] for a, b in _edges(r)) % 2 == 1
        )


def _east_of(a: Place, b: Place, x: int, y: int) -> bool:
    """Tell whether an edge crosses the ray at height y + e*e beyond x + e."""
    if (a[1] > y) == (b[1] > y):
        return False
    cut = a[0] + Fraction((y - a[1]) * (b[0] - a[0]), b[1] - a[1])
    return cut > x  # cut == x lies west of x + e


def _on(a: Place, b: Place, x: int, y: int) -> bool:
    cross = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])
    between = min(a[0], b[0]) <= x <= max(a[0], b[0]) and min(a[1], b[1]) <= y <= max(a[1], b[1])
    return cross == 0 and between


def _rings(shape: shapely.Geometry) -> list[Ring]:
    rings = shapely.get_rings(shapely.get_parts(shape))
    return [[(round(x * 1e7), round(y * 1e7)) for x, y in ring.coords] for ring in rings]


def _edges(ring: Ring) -> list[tuple[Place, Place]]:
    return list(pairwise(ring))


def _box(rings: list[Ring]) -> tuple[int, int, int, int]:
    x = [place[0] for ring in rings for place in ring]
    y = [place[1] for ring in rings for place in ring]
    return min(x), min(y), max(x), max(y)
