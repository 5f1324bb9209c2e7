"""Building the cells of a whole coverage, in strips of columns to keep memory low."""

import math

import numpy as np

from gisgrid.grid.locator.arcs import Arcs
from gisgrid.grid.locator.cells import PAGE, SIDE, Cells, Frame, Spools, Window
from gisgrid.grid.locator.fill import Filled, fill
from gisgrid.grid.locator.lattice import Ints
from gisgrid.grid.locator.segments import all_rising
from gisgrid.grid.locator.spool import Spool
from gisgrid.kernel.errors import Invalid

ENTRIES_AT_ONCE = 2_000_000
FINEST, COARSEST = 4, 29


class BrokenCoverage(Invalid):
    """The borders do not divide the plane into known areas."""

    title = "These areas are no clean coverage"


def default_budget(faces: int) -> int:
    """Return the bytes for cells that measured well: 2 MB to 256 MB by number of areas."""
    return min(max(2_000_000, 8_000 * faces), 256_000_000)


def build_cells(arcs: Arcs, memory_budget: int | None = None) -> Cells:
    """Return the finest cells that the budget (in bytes, segments apart) allows."""
    rows = all_rising(arcs)
    if not len(rows):
        raise BrokenCoverage("There are no borders: the coverage holds no area.")
    arc = np.repeat(np.arange(len(arcs), dtype=np.int32), np.diff(arcs.start) - 1)
    across = (arcs.left ^ arcs.right).astype(np.int32)[arc]
    frame, entries = _finest(rows, memory_budget or default_budget(arcs.faces))
    spools = _with_segments(np.concatenate([rows, across[:, None], arc[:, None]], axis=1))
    directory = np.arange(frame.page_columns * frame.page_rows, dtype=np.int32)
    for window in _strips(frame, entries):
        _add_strip(frame, window, spools, arcs.faces)
    return Cells(frame, directory, spools)


def _with_segments(segments: Ints) -> Spools:
    return Spools(
        value=Spool(np.empty(0, np.int32)),
        mixed=Spool(np.empty((0, 3), np.int32)),
        entry=Spool(np.empty(0, np.int32)),
        segment=Spool(segments),
    )


def _finest(rows: Ints, budget: int) -> tuple[Frame, int]:
    """Return the finest frame within the budget and about how many entries it has."""
    frame, entries = _frame(rows, COARSEST), len(rows)
    for level in range(COARSEST - 1, FINEST - 1, -1):
        finer, count = _frame(rows, level), _entries(rows, level)
        if _bytes(finer, count) > budget:
            break
        frame, entries = finer, count
    return frame, entries


def _bytes(frame: Frame, entries: int) -> int:
    return 4 * frame.columns * frame.rows + 16 * entries


def _entries(rows: Ints, level: int) -> int:
    cells = rows >> level
    steps = np.abs(cells[:, 2] - cells[:, 0]).astype(np.int64) + cells[:, 3] - cells[:, 1]
    return int(steps.sum()) + len(rows)


def _frame(rows: Ints, level: int) -> Frame:
    """Return the frame of whole pages with an empty rim around all segments."""
    cells = rows >> level
    i0, j0 = int(cells[:, [0, 2]].min()) - 1, (int(rows[:, 1].min()) - 1 >> level) - 1
    columns = int(cells[:, [0, 2]].max()) - i0 + 2
    height = int(cells[:, 3].max()) - j0 + 2
    return Frame(level, i0, j0, _whole_pages(columns), _whole_pages(height))


def _whole_pages(cells: int) -> int:
    return math.ceil(cells / SIDE) * SIDE


def _strips(frame: Frame, entries: int) -> list[Window]:
    wanted = math.ceil(entries / ENTRIES_AT_ONCE)
    width = max(frame.page_columns // wanted, 1) << PAGE
    return [
        Window(i, min(i + width, frame.columns), 0, frame.rows)
        for i in range(0, frame.columns, width)
    ]


def _add_strip(frame: Frame, window: Window, spools: Spools, faces: int) -> None:
    rows = spools.segment.used
    cells = rows[:, [0, 2]] >> frame.level
    inside = (cells.min(axis=1) < window.ib + frame.i0) & (
        cells.max(axis=1) >= window.ia + frame.i0
    )
    numbers = np.flatnonzero(inside).astype(np.int32)
    seed = np.zeros(window.ib - window.ia, np.int32)
    filled = fill(frame, window, rows[numbers], seed)
    _require_closed(filled, faces)
    value = store(filled, numbers, spools)
    spools.value.append(paged(value))


def _require_closed(filled: Filled, faces: int) -> None:
    """Refuse borders that leave a corner unknown or a column open at its top."""
    corners = filled.mixed[:, 2] if len(filled.mixed) else np.zeros(1, np.int32)
    known = filled.value.max() <= faces and corners.min() >= 0 and corners.max() <= faces
    if filled.top.any() or not known:
        raise BrokenCoverage("The borders do not close: some area overlaps or lacks an edge.")


def store(filled: Filled, numbers: Ints, spools: Spools) -> Ints:
    """Add a window's entries and mixed cells and return its values, numbered for good."""
    first_entry = spools.entry.append(numbers[filled.entry])
    mixed = filled.mixed.copy()
    mixed[:, 0] += first_entry
    first_mixed = spools.mixed.append(mixed)
    return np.where(filled.value < 0, filled.value - np.int32(first_mixed), filled.value)


def paged(value: Ints) -> Ints:
    """Return a block of whole pages as one row of pages."""
    columns, height = value.shape
    pages = value.reshape(columns >> PAGE, SIDE, height >> PAGE, SIDE)
    return np.ascontiguousarray(pages.transpose(0, 2, 1, 3)).reshape(-1)
