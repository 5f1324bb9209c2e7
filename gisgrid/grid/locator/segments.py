"""Segments of arcs, lower end first, and the one exact question asked of them.

The side of a line is decided by comparing two products of int64: differences are below
3.6e9 by 1.8e9, so a product fits; their difference might not, so it is never taken.
Ties are broken by one symbolic shift of the point, (x + e, y + e*e) with e vanishing.
"""

import numpy as np

from gisgrid.grid.locator.arcs import Arcs
from gisgrid.grid.locator.lattice import Flags, Ints, Wide

ACROSS, ARC = 4, 5
"""Columns of a stored segment after x0, y0, x1, y1: left ^ right, and the arc's number."""


def rising(line: Ints) -> Ints:
    """Return the segments of one line as rows (x0, y0, x1, y1) with the lower end first."""
    return _lower_end_first(np.concatenate([line[:-1], line[1:]], axis=1))


def all_rising(arcs: Arcs) -> Ints:
    """Return the segments of every arc, arc by arc."""
    rows = np.concatenate([arcs.xy[:-1], arcs.xy[1:]], axis=1)
    keep = np.ones(len(rows), np.bool_)
    keep[arcs.start[1:-1] - 1] = False
    return _lower_end_first(rows[keep])


def _lower_end_first(rows: Ints) -> Ints:
    falls = (rows[:, 1] > rows[:, 3]) | ((rows[:, 1] == rows[:, 3]) & (rows[:, 0] > rows[:, 2]))
    rows[falls] = rows[falls][:, [2, 3, 0, 1]]
    return np.ascontiguousarray(rows, np.int32)


def is_left(rows: Wide, x: Wide, y: Wide) -> Flags:
    """Tell whether the shifted point lies left of the line through each rising segment."""
    run = (rows[:, 2] - rows[:, 0]) * (y - rows[:, 1])
    rise = (rows[:, 3] - rows[:, 1]) * (x - rows[:, 0])
    return np.asarray((run > rise) | ((run == rise) & (rows[:, 1] == rows[:, 3])))


def touches(rows: Wide, x: Wide, y: Wide) -> Flags:
    """Tell whether the point itself lies on each segment, ends included."""
    run = (rows[:, 2] - rows[:, 0]) * (y - rows[:, 1])
    rise = (rows[:, 3] - rows[:, 1]) * (x - rows[:, 0])
    west, east = np.minimum(rows[:, 0], rows[:, 2]), np.maximum(rows[:, 0], rows[:, 2])
    beside = (west <= x) & (x <= east) & (rows[:, 1] <= y) & (y <= rows[:, 3])
    return np.asarray((run == rise) & beside)


def spread(counts: Wide) -> tuple[Wide, Wide]:
    """Return for each of `counts` repetitions its owner and its place among the owner's."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
