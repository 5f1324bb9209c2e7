"""Moving one arc: a new version that shares every cell the arc does not touch."""

from dataclasses import replace

import numpy as np

from gisgrid.grid.locator.build import BrokenCoverage, store
from gisgrid.grid.locator.cells import AREA, MASK, PAGE, Cells, Frame, Window
from gisgrid.grid.locator.crossing import runs_into
from gisgrid.grid.locator.fill import fill
from gisgrid.grid.locator.lattice import Ints, Wide
from gisgrid.grid.locator.segments import rising, spread


def patched_cells(cells: Cells, old: Ints, line: Ints, marks: Ints) -> tuple[Cells, Ints]:
    """Replace the segments numbered `old` by a line; return also the new segments' numbers.

    `marks` are the columns across and arc of the new segments.
    """
    window = _window(cells, np.concatenate([cells.segment[old, :4], rising(line)]))
    value = cells.block(window)
    kept = np.setdiff1d(_segments_in(cells, value), old)
    if runs_into(line, cells.segment[kept]):
        raise BrokenCoverage("The moved border runs into another border or into itself.")
    added = _added(cells, line, marks)
    cells = replace(cells)  # sees the rows just added
    numbers = np.concatenate([kept, added])
    filled = fill(cells.frame, window, cells.segment[numbers], cells.corners(value[:, 0]))
    if not np.array_equal(filled.top, _above(cells, window)):
        raise BrokenCoverage("The moved border does not close: its areas would overlap or gape.")
    return _written(cells, window, store(filled, numbers, cells.spools)), added


def _added(cells: Cells, line: Ints, marks: Ints) -> Ints:
    rows = rising(line)
    first = cells.spools.segment.append(np.column_stack([rows, np.tile(marks, (len(rows), 1))]))
    return np.arange(first, first + len(rows), dtype=np.int32)


def covers(cells: Cells, line: Ints) -> bool:
    """Tell whether a line keeps clear of the empty rim around the cells."""
    f, at = cells.frame, (line.astype(np.int64) - (0, 1)) >> cells.frame.level
    low, high = at.min(axis=0) - (f.i0, f.j0), at.max(axis=0) - (f.i0, f.j0)
    return bool((low >= 1).all() and high[0] < f.columns - 1 and high[1] < f.rows - 2)


def _window(cells: Cells, rows: Ints) -> Window:
    f, at = cells.frame, rows >> cells.frame.level
    west, east = int(at[:, [0, 2]].min()) - f.i0, int(at[:, [0, 2]].max()) - f.i0
    south = (int(rows[:, 1].min()) - 1 >> f.level) - f.j0
    return Window(west, east + 1, south, int(at[:, 3].max()) - f.j0 + 1)


def _segments_in(cells: Cells, value: Ints) -> Ints:
    own = cells.mixed[~value[value < 0]]
    owner, step = spread(own[:, 1].astype(np.int64))
    return np.unique(cells.entry[own[:, 0][owner] + step])


def _above(cells: Cells, w: Window) -> Ints:
    """Return the corner faces of the row of cells above the window."""
    return cells.corners(cells.block(replace(w, ja=w.jb, jb=w.jb + 1))[:, 0])


def _written(cells: Cells, w: Window, value: Ints) -> Cells:
    """Return cells with fresh copies of the window's pages; readers keep the old ones.

    The pages are whole before they are added: another writer may move the spool to a larger
    array at any moment, and what were written after that would be lost to later versions.
    """
    pages = _pages(cells, w)
    content = cells.value.reshape(-1, AREA)[cells.directory[pages]]
    directory = cells.directory.copy()
    directory[pages] = np.arange(len(pages))
    content.reshape(-1)[_places(cells.frame, directory, w)] = value
    first = cells.spools.value.append(content.reshape(-1)) // AREA
    directory[pages] += first
    return Cells(cells.frame, directory, cells.spools)


def _pages(cells: Cells, w: Window) -> Wide:
    column = np.arange(w.ia >> PAGE, (w.ib - 1 >> PAGE) + 1)
    row = np.arange(w.ja >> PAGE, (w.jb - 1 >> PAGE) + 1)
    return (column[:, None] * cells.frame.page_rows + row).reshape(-1)


def _places(frame: Frame, directory: Ints, w: Window) -> Wide:
    i, j = np.arange(w.ia, w.ib)[:, None], np.arange(w.ja, w.jb)
    page = directory[(i >> PAGE) * frame.page_rows + (j >> PAGE)]
    return np.asarray((page << 2 * PAGE) + ((i & MASK) << PAGE) + (j & MASK))
