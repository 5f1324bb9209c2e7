"""The nearest border of one point, from the cells around it outwards, in plain Python.

The same answer as `Locator.border` at a fraction of its cost: what a single question over
HTTP and every report need. Far from any border it hands over to the locator.
"""

import math
from collections.abc import Iterator

import numpy as np

from gisgrid.grid.locator import Border, Locator
from gisgrid.grid.locator.lattice import UNITS, quantise_one
from gisgrid.grid.locator.metric import AXIS, ECCENTRICITY_SQUARED
from gisgrid.grid.locator.nearest import PREFER_OWN_M

NEAR, RINGS = 5, 20
"""Most borders are found in so many rings of cells; beyond the last the arrays are faster."""
_SIDE = np.arange(-RINGS, RINGS + 1, dtype=np.int32)
_ACROSS, _UP = (side.ravel() for side in np.meshgrid(_SIDE, _SIDE))
_ORDER = np.argsort(np.maximum(np.abs(_ACROSS), np.abs(_UP)), kind="stable")
ACROSS, UP = _ACROSS[_ORDER], _UP[_ORDER]
RING = np.maximum(np.abs(ACROSS), np.abs(UP))
STAGES = slice(0, (2 * NEAR + 1) ** 2), slice((2 * NEAR + 1) ** 2, None)
STEP = math.pi / 180 / UNITS
Scale = tuple[float, float]
Segment = tuple[int, ...]
"""Both ends, and the faces on the left and on the right of its arc."""
KEPT_CELLS = 100_000


class NearestOne:
    """Answers for the borders of one locator; safe for concurrent readers."""

    def __init__(self, locator: Locator) -> None:
        self._locator, self._cells, self._frame = locator, locator.cells, locator.cells.frame
        self._plain = locator.arcs.meridian == 0
        self._kept: dict[int, tuple[Segment, ...]] = {}

    def border(self, lon: float, lat: float) -> Border:
        """Return metres to the nearest border, whose the point is, and who is across."""
        x, y = quantise_one(lon, lat)
        found = self._search(x, y, self._locator.face(lon, lat)) if self._plain else None
        return found or self._locator.border(lon, lat)

    def _search(self, x: int, y: int, face: int) -> Border | None:
        """Return the nearest border within some rings of cells, None when it lies further.

        What lies outside `ring` rings of cells is at least so many cells away.
        """
        scale = metres_per_step(y)
        cell_m = min(scale) * (1 << self._frame.level)
        best, metres = None, math.inf
        for ring, mixed in self._mixed_cells(x, y):
            if metres <= (ring - 1) * cell_m:
                break
            segments = self._kept.get(mixed) or self._segments(mixed)
            best, metres = nearer(segments, (x, y, face), scale, (best, metres))
        if best is None or metres > RINGS * cell_m:
            return None
        return self._border(best, x, y, face)

    def _mixed_cells(self, x: int, y: int) -> Iterator[tuple[int, int]]:
        """Go through the cells with borders from the point outwards: (ring, number).

        A place beyond the frame is moved to its rim, where every cell is empty.
        """
        f = self._frame
        column, row = (x >> f.level) - f.i0, (y >> f.level) - f.j0
        for part in STAGES:
            i = (ACROSS[part] + column).clip(0, f.columns - 1)
            j = (UP[part] + row).clip(0, f.rows - 1)
            values = self._cells.at(i, j)
            mixed = np.flatnonzero(values < 0)
            yield from zip(RING[part][mixed].tolist(), (~values[mixed]).tolist(), strict=True)

    def _segments(self, mixed: int) -> tuple[Segment, ...]:
        """Return the segments of a cell; those of cells asked for before are kept."""
        found = self._kept.get(mixed)
        if found is None:
            found = self._read(mixed)
            if len(self._kept) < KEPT_CELLS:
                self._kept[mixed] = found
        return found

    def _read(self, mixed: int) -> tuple[Segment, ...]:
        arcs = self._locator.arcs
        first, count, _ = self._cells.mixed[mixed].tolist()
        rows = self._cells.segment[self._cells.entry[first : first + count]]
        sides = np.column_stack((rows[:, :4], arcs.left[rows[:, 5]], arcs.right[rows[:, 5]]))
        return tuple(tuple(row) for row in sides.tolist())

    @staticmethod
    def _border(segment: Segment, x: int, y: int, face: int) -> Border:
        left, right = segment[4:]
        dx, dy = nearest_step(segment, x, y, metres_per_step(y))
        east, north = metres_per_step(y + dy / 2)
        return Border(math.hypot(dx * east, dy * north), face, right if left == face else left)


def metres_per_step(y: float) -> Scale:
    """Return the metres of one lattice step east and north at a latitude in units."""
    phi = y * STEP
    bend = 1 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    east = AXIS / math.sqrt(bend) * math.cos(phi) * STEP
    return east, AXIS * (1 - ECCENTRICITY_SQUARED) / bend**1.5 * STEP


def nearer(
    segments: tuple[Segment, ...],
    point: tuple[int, int, int],
    scale: Scale,
    best: tuple[Segment | None, float],
) -> tuple[Segment | None, float]:
    """Return the nearest of some segments to a point of a face, or the best one so far.

    In the metric at the point. `nearest_step` once more, without a call for every segment:
    this is where a look-up spends its time.
    """
    x, y, face = point
    east, north = scale
    found, metres = best
    for segment in segments:
        x0, y0, x1, y1, left, right = segment
        run, rise = (x1 - x0) * east, (y1 - y0) * north
        length = run * run + rise * rise or 1e-30
        along = ((x - x0) * east * run + (y - y0) * north * rise) / length
        along = min(max(along, 0.0), 1.0)
        dx, dy = x0 + along * (x1 - x0) - x, y0 + along * (y1 - y0) - y
        far = math.hypot(dx * east, dy * north)
        if face not in (left, right):
            far += PREFER_OWN_M
        if far < metres:
            found, metres = segment, far
    return found, metres


def nearest_step(segment: Segment, x: int, y: int, scale: Scale) -> Scale:
    """Return the lattice steps east and north from a point to the nearest of a segment."""
    x0, y0, x1, y1 = segment[:4]
    east, north = scale
    run, rise = (x1 - x0) * east, (y1 - y0) * north
    length = run * run + rise * rise or 1e-30
    along = ((x - x0) * east * run + (y - y0) * north * rise) / length
    along = min(max(along, 0.0), 1.0)
    return x0 + along * (x1 - x0) - x, y0 + along * (y1 - y0) - y
