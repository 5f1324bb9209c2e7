"""The locator: one immutable value that answers for one point and for ten million."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from gisgrid.grid.locator import bulk, nearest
from gisgrid.grid.locator.arcs import Arcs
from gisgrid.grid.locator.build import BrokenCoverage, build_cells
from gisgrid.grid.locator.cells import Cells
from gisgrid.grid.locator.lattice import Flags, Ints, quantise, seen_from
from gisgrid.grid.locator.one import OnePoint
from gisgrid.grid.locator.patch import covers, patched_cells
from gisgrid.grid.locator.shares import Reach, shares_of


@dataclass(frozen=True)
class Border:
    """The nearest border of a point: how far, whose the point is, and who is across (0 = none).

    For a point outside (`face` 0) `other` is the nearest area.
    """

    metres: float
    face: int
    other: int


@dataclass(frozen=True, eq=False)
class Locator:
    """Says which face a point belongs to: exactly one, the same on every machine.

    A point on a shared border belongs to its east side, on a horizontal border to its
    north side; on the outer rim it is pulled inside. Safe for concurrent readers.
    """

    arcs: Arcs
    cells: Cells
    version: str
    moved: Mapping[int, Ints] = field(default_factory=lambda: MappingProxyType({}))
    """Arcs with other vertices than in `arcs`."""
    _own: Mapping[int, Ints] = field(default_factory=lambda: MappingProxyType({}))
    """The segments of moved arcs."""
    _one: OnePoint = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Open the views that answer for single points."""
        object.__setattr__(self, "_one", OnePoint(self.cells, self.arcs.meridian))

    @classmethod
    def build(cls, arcs: Arcs, *, memory_budget: int | None = None) -> "Locator":
        """Build from arcs; the budget in bytes chooses how fine the cells are."""
        locator = cls(arcs, build_cells(arcs, memory_budget), arcs.version)
        locator.warm_up()
        return locator

    def warm_up(self) -> None:
        """Touch the arrays once: the first call would be three times slower."""
        line = self.arcs.xy[:: max(len(self.arcs.xy) // 1000, 1)]
        bulk.faces(self.cells, line[:, 0].copy(), line[:, 1].copy())

    def face(self, lon: float, lat: float) -> int:
        """Return the face of one point in degrees, 0 outside; refuse what is no place."""
        return self._one.face(lon, lat)

    def faces(self, x: Ints, y: Ints) -> Ints:
        """Return the faces of many points given in units of 1e-7 degree."""
        return bulk.faces(self.cells, *self._framed(x, y))

    def faces_of(self, lon: ArrayLike, lat: ArrayLike) -> Ints:
        """Return the faces of many points given in degrees; what is no place gets 0."""
        lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        out = np.empty(len(lon), np.int32)
        for a in range(0, len(lon), bulk.AT_ONCE):
            some = slice(a, a + bulk.AT_ONCE)  # the units of a round stay in the cache
            out[some] = self.faces(*quantise(lon[some], lat[some]))
        return out

    def on_border(self, x: Ints, y: Ints) -> Flags:
        """Tell which points (in units) lie exactly on a border or vertex."""
        return bulk.on_border(self.cells, *self._framed(x, y))

    def border(self, lon: float, lat: float) -> Border:
        """Return metres to the nearest border and the face across it."""
        x, y = self._one.units(lon, lat)
        face = np.asarray([self._one.face(lon, lat)], np.int32)
        points = nearest.Points(np.asarray([x], np.int32), np.asarray([y], np.int32), face)
        found = nearest.nearest(self._sides, points)
        return Border(float(found.metres[0]), int(face[0]), int(found.other[0]))

    def borders(self, x: Ints, y: Ints, *, within_m: float) -> nearest.Borders:
        """Return for many points (in units) the nearest border, if it is so near."""
        framed = self._framed(x, y)
        points = nearest.Points(*framed, bulk.faces(self.cells, *framed))
        return nearest.within(self._sides, points, within_m)

    def shares(self, lon: float, lat: float, reach: Reach) -> tuple[tuple[int, float], ...]:
        """Return (face, share) of a disc or ellipse around a point, largest first.

        Face 0 is what lies outside; the shares add up to 1.
        """
        return shares_of(self.cells, self._one.units(lon, lat), reach)

    def line(self, arc: int) -> Ints:
        """Return the present vertices of an arc."""
        return self.moved[arc] if arc in self.moved else self.arcs.line(arc)

    def patched(self, arc: int, xy: Ints) -> "Locator":
        """Return a locator in which one arc runs otherwise between the same end points.

        An arc that does not close, or that runs into another border, is refused.
        """
        line = _checked(self.line(arc), np.asarray(xy, np.int32))
        version = sha256(f"{self.version} {arc}".encode() + line.tobytes()).hexdigest()[:16]
        if not covers(self.cells, line):
            arcs = self._present({**self.moved, arc: line})
            return Locator(arcs, build_cells(arcs), version)
        marks = np.array([self.arcs.left[arc] ^ self.arcs.right[arc], arc], np.int32)
        cells, added = patched_cells(self.cells, self._segments(arc), line, marks)
        moved = MappingProxyType({**self.moved, arc: line})
        return Locator(
            self.arcs, cells, version, moved, MappingProxyType({**self._own, arc: added})
        )

    def present_arcs(self) -> Arcs:
        """Return the arcs with every moved one in its present place."""
        return self._present(self.moved)

    def _present(self, moved: Mapping[int, Ints]) -> Arcs:
        arcs = self.arcs
        for arc, line in moved.items():
            arcs = arcs.replaced(arc, line)
        return arcs

    def _segments(self, arc: int) -> Ints:
        if arc in self._own:
            return self._own[arc]
        first = int(self.arcs.start[arc]) - arc
        return np.arange(first, int(self.arcs.start[arc + 1]) - arc - 1, dtype=np.int32)

    @property
    def _sides(self) -> nearest.Sides:
        return nearest.Sides(self.cells, self.arcs.left, self.arcs.right)

    def _framed(self, x: Ints, y: Ints) -> tuple[Ints, Ints]:
        return seen_from(self.arcs.meridian, x), np.asarray(y, np.int32)


def _checked(old: Ints, new: Ints) -> Ints:
    """Refuse an arc that does not keep its end points; drop repeated vertices."""
    keeps = len(new) >= 2 and (old[0] == new[0]).all() and (old[-1] == new[-1]).all()
    if not keeps:
        raise BrokenCoverage("The moved border must begin and end where it did.")
    again = np.zeros(len(new), np.bool_)
    again[1:] = (new[1:] == new[:-1]).all(axis=1)
    return np.ascontiguousarray(new[~again])
