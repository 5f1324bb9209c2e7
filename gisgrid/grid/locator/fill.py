"""Filling a window of cells from the segments that pass through it.

The face of a cell's south-west corner is that of the corner below it, XOR left ^ right of
every segment crossed on the way up: XOR telescopes, so no polygon test is needed.
"""

from dataclasses import dataclass

import numpy as np

from gisgrid.grid.locator.cells import Frame, Window
from gisgrid.grid.locator.lattice import Flags, Floats, Ints, Wide
from gisgrid.grid.locator.segments import ACROSS, is_left, spread

SLACK = 2
"""Lattice steps added on both sides where a crossing is found in floating point."""


@dataclass(frozen=True)
class Filled:
    """The content of a window; mixed cells and entries are numbered from 0."""

    value: Ints
    mixed: Ints
    entry: Ints
    top: Ints
    """The face above each column."""


def fill(frame: Frame, window: Window, rows: Ints, seed: Ints) -> Filled:
    """Return the cells of a window; entries number the given rows.

    `seed` is the face of the south-west corner of each column's lowest cell.
    """
    cell, entry = passages(frame, window, rows)
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    own = cell[first]
    climbs = _climbs(frame, window, cell, rows[entry])
    columns, height = window.ib - window.ia, window.jb - window.ja
    change = np.zeros(columns * height, np.int32)
    if len(first):
        change[own] = np.bitwise_xor.reduceat(np.where(climbs, rows[entry, ACROSS], 0), first)
    face = _accumulated(seed, change.reshape(columns, height))
    value = np.ascontiguousarray(face[:, :-1])
    mixed = np.stack([first, np.diff(first, append=len(entry)), value.ravel()[own]], axis=1).astype(
        np.int32
    )
    value.ravel()[own] = ~np.arange(len(own), dtype=np.int32)
    return Filled(value, mixed, entry.astype(np.int32), face[:, -1])


def _accumulated(seed: Ints, change: Ints) -> Ints:
    stack = np.concatenate([seed[:, None], change], axis=1)
    return np.asarray(np.bitwise_xor.accumulate(stack, axis=1), np.int32)


def passages(frame: Frame, window: Window, rows: Ints) -> tuple[Wide, Wide]:
    """Return (cell in window, row) for every cell that a segment passes, in order."""
    owner, j = _rows_passed(frame, window, rows)
    low, high = _columns_passed(frame, rows[owner].astype(np.int64), j)
    low = np.maximum(low, window.ia + frame.i0)
    count = np.maximum(np.minimum(high, window.ib - 1 + frame.i0) - low + 1, 0)
    piece, step = spread(count)
    column = low[piece] + step - frame.i0 - window.ia
    cell = column * (window.jb - window.ja) + j[piece] - frame.j0 - window.ja
    key = np.sort((cell << 32) | owner[piece])
    return key >> 32, key & 0xFFFFFFFF


def _rows_passed(frame: Frame, window: Window, rows: Ints) -> tuple[Wide, Wide]:
    """Return (segment, cell row) for every row of cells that a segment passes.

    A level segment on the lower edge of a row is crossed by the shifted climb from the
    corner below, so the row below has it too.
    """
    flat = (rows[:, 1] == rows[:, 3]).astype(np.int32)
    low = np.maximum((rows[:, 1] - flat) >> frame.level, window.ja + frame.j0).astype(np.int64)
    high = np.minimum(rows[:, 3] >> frame.level, window.jb - 1 + frame.j0).astype(np.int64)
    owner, step = spread(np.maximum(high - low + 1, 0))
    return owner, low[owner] + step


def _columns_passed(frame: Frame, a: Wide, j: Wide) -> tuple[Wide, Wide]:
    """Return the first and last column of cells that each segment passes in row j."""
    slope = (a[:, 2] - a[:, 0]) / np.maximum(a[:, 3] - a[:, 1], 1)
    flat = a[:, 1] == a[:, 3]
    west, east = np.minimum(a[:, 0], a[:, 2]), np.maximum(a[:, 0], a[:, 2])
    enter = a[:, 0] + slope * (np.maximum(j << frame.level, a[:, 1]) - a[:, 1])
    leave = a[:, 0] + slope * (np.minimum((j + 1) << frame.level, a[:, 3]) - a[:, 1])
    low = np.where(flat, west, _whole(np.floor(np.minimum(enter, leave))) - SLACK)
    high = np.where(flat, east, _whole(np.ceil(np.maximum(enter, leave))) + SLACK)
    return np.maximum(low, west) >> frame.level, np.minimum(high, east) >> frame.level


def _whole(values: Floats) -> Wide:
    return np.asarray(values, np.int64)


def _climbs(frame: Frame, window: Window, cell: Wide, rows: Ints) -> Flags:
    """Tell whether a segment crosses its cell's west edge."""
    height = window.jb - window.ja
    x = (cell // height + window.ia + frame.i0) << frame.level
    y = (cell % height + window.ja + frame.j0) << frame.level
    a = rows.astype(np.int64)
    spans = (a[:, 0] > x) != (a[:, 2] > x)
    turns = is_left(a, x, y) != is_left(a, x, y + (1 << frame.level))
    return np.asarray(spans & turns)
