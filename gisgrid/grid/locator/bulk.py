"""Many points at once: the kernel that decides for one point and ten million alike."""

import numpy as np

from gisgrid.grid.locator.cells import Cells
from gisgrid.grid.locator.lattice import Flags, Ints, Wide
from gisgrid.grid.locator.rim import pulled_inside
from gisgrid.grid.locator.segments import ACROSS, is_left, spread, touches

AT_ONCE = 1 << 15
"""Points per round, so that the working arrays stay in the processor's cache."""


def faces(cells: Cells, x: Ints, y: Ints) -> Ints:
    """Return the one face of every point, 0 outside."""
    out = np.empty(len(x), np.int32)
    for a in range(0, len(x), AT_ONCE):
        out[a : a + AT_ONCE] = _round(cells, x[a : a + AT_ONCE], y[a : a + AT_ONCE])
    return out


def _round(cells: Cells, x: Ints, y: Ints) -> Ints:
    value = cells.at(*cells.cell_of(x, y))
    mixed = np.flatnonzero(value < 0)
    if len(mixed):
        value[mixed] = _resolved(cells, ~value[mixed], x[mixed], y[mixed])
    return value


def _resolved(cells: Cells, mixed: Ints, x: Ints, y: Ints) -> Ints:
    """Return the faces of points in mixed cells: the corner's face XOR what is crossed."""
    own = cells.mixed.take(mixed, axis=0)
    count = own[:, 1]
    owner, entry = entries(cells, own)
    rows = cells.segment.take(entry, axis=0).astype(np.int64)
    crossed = _crossed(cells, rows, x.take(owner).astype(np.int64), y.take(owner).astype(np.int64))
    change = np.where(crossed, rows[:, ACROSS], 0).astype(np.int32)
    face = own[:, 2] ^ np.bitwise_xor.reduceat(change, np.cumsum(count) - count)
    lost = np.flatnonzero(face == 0)
    if len(lost):
        face[lost] = pulled_inside(cells, mixed[lost], x[lost], y[lost])
    return np.asarray(face, np.int32)


def entries(cells: Cells, own: Ints) -> tuple[Wide, Ints]:
    """Return (row of `own`, segment) for every entry of these mixed cells."""
    owner, step = spread(own[:, 1].astype(np.int64))
    return owner, cells.entry.take(own[:, 0].take(owner) + step)


def _crossed(cells: Cells, rows: Wide, x: Wide, y: Wide) -> Flags:
    """Tell which segments cross the way from the point west and then south to the corner."""
    level = cells.frame.level
    west, south = (x >> level) << level, (y >> level) << level
    turn = is_left(rows, west, y)
    level_way = ((rows[:, 1] > y) != (rows[:, 3] > y)) & (is_left(rows, x, y) != turn)
    down_way = ((rows[:, 0] > west) != (rows[:, 2] > west)) & (is_left(rows, west, south) != turn)
    return np.asarray(level_way ^ down_way)


def on_border(cells: Cells, x: Ints, y: Ints) -> Flags:
    """Tell which points lie exactly on a border or vertex."""
    out = np.zeros(len(x), np.bool_)
    value = cells.at(*cells.cell_of(x, y))
    near = np.flatnonzero(value < 0)
    for a in range(0, len(near), AT_ONCE):
        part = near[a : a + AT_ONCE]
        own = cells.mixed.take(~value[part], axis=0)
        owner, entry = entries(cells, own)
        rows = cells.segment.take(entry, axis=0).astype(np.int64)
        touch = touches(
            rows, x[part].take(owner).astype(np.int64), y[part].take(owner).astype(np.int64)
        )
        out[part[owner[touch]]] = True
    return out
