"""Does a moved border run into another one, or into itself?

XOR answers nonsense where borders cross, so a crossing is refused before anybody is asked.
Borders may meet only at the two ends of the moved one.
"""

import numpy as np

from gisgrid.grid.locator.lattice import Flags, Ints, Wide


def runs_into(line: Ints, others: Ints) -> bool:
    """Tell whether a line meets other segments, or itself, elsewhere than at its ends."""
    own = np.concatenate([line[:-1], line[1:]], axis=1).astype(np.int64)
    rows = np.concatenate([own, others[:, :4]])
    i, j = _with_common_box(own, rows)
    apart = j > i + 1  # later parts of the line, then the others; neighbours share a vertex
    i, j = i[apart], j[apart]
    return _turns_back(own) or bool(_meet(own[i], rows[j], own[0, :2], own[-1, 2:]).any())


def _turns_back(own: Wide) -> bool:
    """Tell whether a line runs back over itself at some vertex."""
    back = np.flatnonzero(_turns(own[:-1], own[1:, 2:]) == 0)
    ahead = np.sign(own[:, 2:] - own[:, :2])
    return bool((ahead[back] != ahead[back + 1]).any())


def _with_common_box(a: Wide, b: Wide) -> tuple[Wide, Wide]:
    """Return the pairs whose boxes touch."""
    box_a, box_b = _boxes(a), _boxes(b)
    whole = np.array([*box_a[:2].min(axis=1), *box_a[2:].max(axis=1)])
    near = np.flatnonzero(_overlap(whole, box_b))
    i, j = np.nonzero(_overlap(box_a[:, :, None], box_b[:, None, near]))
    return i, near[j]


def _boxes(rows: Wide) -> Wide:
    """Return west, south, east and north of each segment as four rows."""
    ends = np.ascontiguousarray(rows.T)
    return np.concatenate([np.minimum(ends[:2], ends[2:]), np.maximum(ends[:2], ends[2:])])


def _overlap(a: Wide, b: Wide) -> Flags:
    return np.asarray((a[0] <= b[2]) & (b[0] <= a[2]) & (a[1] <= b[3]) & (b[1] <= a[3]))


def _meet(a: Wide, b: Wide, *ends: Wide) -> Flags:
    """Tell which pairs cross, or touch elsewhere than in one of the ends."""
    b0, b1 = _turns(a, b[:, :2]), _turns(a, b[:, 2:])
    a0, a1 = _turns(b, a[:, :2]), _turns(b, a[:, 2:])
    meeting = (b0 * b1 < 0) & (a0 * a1 < 0)
    touching = np.flatnonzero((b0 * b1 * a0 * a1) == 0)
    for rows, whole in ((a[touching], b[touching]), (b[touching], a[touching])):
        for point in (rows[:, :2], rows[:, 2:]):
            meeting[touching] |= _on(whole, point) & ~_is_one_of(point, ends)
    return np.asarray(meeting)


def _turns(rows: Wide, points: Wide) -> Wide:
    """Return 1 where a point lies left of its row's direction, -1 right, 0 on its line."""
    run = (rows[:, 2] - rows[:, 0]) * (points[:, 1] - rows[:, 1])
    rise = (rows[:, 3] - rows[:, 1]) * (points[:, 0] - rows[:, 0])
    return (run > rise).astype(np.int64) - (run < rise)


def _on(rows: Wide, points: Wide) -> Flags:
    low, high = np.minimum(rows[:, :2], rows[:, 2:]), np.maximum(rows[:, :2], rows[:, 2:])
    beside = ((low <= points) & (points <= high)).all(axis=1)
    return np.asarray(beside & (_turns(rows, points) == 0))


def _is_one_of(points: Wide, ends: tuple[Wide, ...]) -> Flags:
    found = np.zeros(len(points), np.bool_)
    for end in ends:
        found |= (points == end).all(axis=1)
    return found
