"""The nearest border: metres to it, and the face on its other side.

Cells are searched in a window around the point. What lies outside a window of k cells is
at least k cells away, so the answer is final once it is nearer than that. The distance is
taken in the local metric at the middle latitude (error below 0.1 % within 20 km).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gisgrid.grid.locator.bulk import entries
from gisgrid.grid.locator.cells import SIDE, Cells, Window
from gisgrid.grid.locator.lattice import Floats, Ints, Wide
from gisgrid.grid.locator.metric import metres_per_unit
from gisgrid.grid.locator.segments import ARC

PAIRS_AT_ONCE = 1_000_000
WIDEST = 64
"""Windows that reach over more cells are not searched: near a pole a cell is centimetres wide."""
BOUND = 0.995
"""Takes the curve of the earth out of the distance to a page, which must not be too large."""
PREFER_OWN_M = 1e-6
"""Among borders this equally near (at a vertex) one of the point's own area is named."""


@dataclass(frozen=True)
class Sides:
    """The faces left and right of every arc, with the cells that hold its segments."""

    cells: Cells
    left: Ints
    right: Ints


@dataclass(frozen=True)
class Borders:
    """For every point: metres to the nearest border (inf if none), the face across (-1)."""

    metres: Floats
    other: Ints


@dataclass(frozen=True)
class Points:
    """Points on the lattice with the faces they belong to."""

    x: Ints
    y: Ints
    face: Ints

    def part(self, keep: slice | NDArray[np.bool_]) -> "Points":
        """Return some of the points."""
        return Points(self.x[keep], self.y[keep], self.face[keep])


def nearest(sides: Sides, points: Points) -> Borders:
    """Return the nearest border of one point, however far."""
    for reach in (3, 12):
        found = within_cells(sides, points, reach)
        if found.metres[0] <= _safe(sides.cells, points, reach)[0]:
            return found
    return _by_pages(sides, points)


def _by_pages(sides: Sides, points: Points) -> Borders:
    """Visit the pages that hold borders, nearest first, until the next is farther away."""
    pages = sides.cells.busy_pages
    bound = _page_distances(sides.cells, pages, points)
    best = Borders(np.full(1, np.inf), np.full(1, -1, np.int32))
    for k in np.argsort(bound, kind="stable"):
        if bound[k] > best.metres[0]:
            break
        found = Borders(np.full(1, np.inf), np.full(1, -1, np.int32))
        _nearest_of_some(sides, points, _segments_of_page(sides.cells, pages[k]), found)
        best = min(best, found, key=lambda b: float(b.metres[0]))
    return best


def _page_distances(cells: Cells, pages: Wide, points: Points) -> Floats:
    """Return a lower bound of the metres from a point to each page."""
    f, size = cells.frame, SIDE << cells.frame.level
    low = (pages * SIDE + (f.i0, f.j0)) * float(1 << f.level)
    place = np.array([points.x[0], points.y[0]], np.float64)
    gap = np.maximum(low - place, 0) - np.maximum(place - low - size, 0)
    east, north = metres_per_unit(place[1] + gap[:, 1] / 2)
    return np.asarray(np.hypot(gap[:, 0] * east, gap[:, 1] * north) * BOUND)


def _segments_of_page(cells: Cells, page: Wide) -> tuple[Wide, Ints]:
    i, j = (int(v) * SIDE for v in page)
    value = cells.block(Window(i, i + SIDE, j, j + SIDE))
    row, segment = entries(cells, cells.mixed.take(~value[value < 0], axis=0))
    return np.zeros_like(row), segment


def within(sides: Sides, points: Points, metres: float) -> Borders:
    """Return the nearest border of each point if it is within so many metres."""
    count = len(points.x)
    reach = metres // _safe(sides.cells, points, 1) + 1
    narrow = reach <= WIDEST
    found = Borders(np.full(count, np.inf), np.full(count, -1, np.int32))
    if narrow.any():
        part = within_cells(sides, points.part(narrow), int(reach[narrow].max()))
        found.metres[narrow], found.other[narrow] = part.metres, part.other
    for k in np.flatnonzero(~narrow):
        one = nearest(sides, points.part(slice(k, k + 1)))
        found.metres[k], found.other[k] = one.metres[0], one.other[0]
    far = found.metres > metres
    return Borders(np.where(far, np.inf, found.metres), np.where(far, np.int32(-1), found.other))


def _safe(cells: Cells, points: Points, reach: int) -> Floats:
    """Return the metres within which a window of so many cells holds every border."""
    poleward = np.abs(points.y.astype(np.float64)) + ((reach + 1) << cells.frame.level)
    east, north = metres_per_unit(np.minimum(poleward, 899_000_000))
    return np.asarray(np.minimum(east, north) * (reach << cells.frame.level))


def within_cells(sides: Sides, points: Points, reach: int) -> Borders:
    """Return the nearest border among the cells at most `reach` cells away."""
    count = len(points.x)
    metres, other = np.full(count, np.inf), np.full(count, -1, np.int32)
    at_once = max(PAIRS_AT_ONCE // (2 * reach + 1) ** 2, 1)
    for a in range(0, count, at_once):
        some = slice(a, a + at_once)
        part = points.part(some)
        pairs = _segments_around(sides.cells, part, reach)
        _nearest_of_some(sides, part, pairs, Borders(metres[some], other[some]))
    return Borders(metres, other)


def _nearest_of_some(sides: Sides, points: Points, pairs: tuple[Wide, Ints], out: Borders) -> None:
    """Write the nearest of the paired segments of each point into `out`."""
    owner, segment = pairs
    if not len(owner):
        return
    x, y = points.x[owner].astype(np.float64), points.y[owner].astype(np.float64)
    far = distances(sides.cells.segment[segment, :4].astype(np.float64), x, y)
    arc = sides.cells.segment[segment, ARC]
    face = points.face[owner]
    left, right = sides.left[arc], sides.right[arc]
    strange = (left != face) & (right != face)
    best = _first_of_each(owner, far + strange * PREFER_OWN_M)
    who = owner[best]
    out.metres[who] = far[best]
    across = np.where(left == face, right, left)
    out.other[who] = across[best]


def _first_of_each(owner: Wide, rank: Floats) -> Wide:
    order = np.lexsort((rank, owner))
    return order[np.flatnonzero(np.diff(owner[order], prepend=-1))]


def _segments_around(cells: Cells, points: Points, reach: int) -> tuple[Wide, Ints]:
    """Return (point, segment) for the mixed cells in a window around each point."""
    f, step = cells.frame, np.arange(-reach, reach + 1, dtype=np.int32)
    i = ((points.x >> f.level) - np.int32(f.i0))[:, None] + np.repeat(step, len(step))
    j = ((points.y >> f.level) - np.int32(f.j0))[:, None] + np.tile(step, len(step))
    inside = (i >= 0) & (i < f.columns) & (j >= 0) & (j < f.rows)
    value = cells.at(np.where(inside, i, 0).ravel(), np.where(inside, j, 0).ravel())
    mixed = np.flatnonzero((value < 0) & inside.ravel())
    row, segment = entries(cells, cells.mixed.take(~value[mixed], axis=0))
    return mixed[row] // len(step) ** 2, segment


def distances(rows: Floats, x: Floats, y: Floats) -> Floats:
    """Return the metres from each point to its segment."""
    east, north = metres_per_unit(y)
    run, rise = (rows[:, 2] - rows[:, 0]) * east, (rows[:, 3] - rows[:, 1]) * north
    to_x, to_y = (x - rows[:, 0]) * east, (y - rows[:, 1]) * north
    length = np.maximum(run * run + rise * rise, 1e-30)
    along = np.clip((to_x * run + to_y * rise) / length, 0, 1)
    dx = rows[:, 0] + along * (rows[:, 2] - rows[:, 0]) - x
    dy = rows[:, 1] + along * (rows[:, 3] - rows[:, 1]) - y
    middle_east, middle_north = metres_per_unit(y + dy / 2)
    return np.asarray(np.hypot(dx * middle_east, dy * middle_north))
