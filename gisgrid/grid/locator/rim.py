"""Points on the outer rim are pulled inside.

The shifted point of the tie rule may fall outside the coverage although the point itself
lies on an area's edge. It then belongs to the first area met when turning left (counter-
clockwise) from the shift's direction, just north of due east. The rule looks at geometry
only, so it never depends on the order of rows.
"""

from functools import cmp_to_key

import numpy as np

from gisgrid.grid.locator.cells import Cells
from gisgrid.grid.locator.lattice import Ints
from gisgrid.grid.locator.segments import ACROSS, spread, touches

Direction = tuple[int, int, int]


def pulled_inside(cells: Cells, mixed: Ints, x: Ints, y: Ints) -> Ints:
    """Return the face of points whose shift is outside: 0 unless they lie on the rim."""
    own = cells.mixed.take(mixed, axis=0)
    owner, step = spread(own[:, 1].astype(np.int64))
    entry = cells.entry.take(own[:, 0].take(owner) + step)
    rows = cells.segment.take(entry, axis=0).astype(np.int64)
    on = np.flatnonzero(touches(rows, x[owner].astype(np.int64), y[owner].astype(np.int64)))
    out = np.zeros(len(mixed), np.int32)
    for point in np.unique(owner[on]):
        touched = rows[on[owner[on] == point]].tolist()
        out[point] = first_met(touched, int(x[point]), int(y[point]))
    return out


def first_met(rows: list[list[int]], x: int, y: int) -> int:
    """Return the first area met turning left; the first border met has outside before it."""
    ways = [
        (end_x - x, end_y - y, row[ACROSS])
        for row in rows
        for end_x, end_y in (row[:2], row[2:4])
        if (end_x, end_y) != (x, y)
    ]
    return min(ways, key=cmp_to_key(_turns_first))[2]


def _turns_first(a: Direction, b: Direction) -> int:
    """Order directions counter-clockwise from due east (due east itself comes last)."""
    if _half(a) != _half(b):
        return _half(a) - _half(b)
    turn = a[0] * b[1] - a[1] * b[0]
    return (turn < 0) - (turn > 0)


def _half(way: Direction) -> int:
    """Return 0 north of the shift, 1 from due west on through the south, 2 due east."""
    if way[1] == 0:
        return 1 if way[0] < 0 else 2
    return 0 if way[1] > 0 else 1
