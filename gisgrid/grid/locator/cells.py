"""The cells of a locator: which face fills a cell, or which segments pass through it."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from gisgrid.grid.locator.lattice import Ints, Wide
from gisgrid.grid.locator.spool import Spool

PAGE = 5
"""Cells are kept in pages of 2**PAGE by 2**PAGE, the unit of copying when a border moves."""
SIDE, AREA, MASK = 1 << PAGE, 1 << (2 * PAGE), (1 << PAGE) - 1


@dataclass(frozen=True)
class Frame:
    """Where the cells lie: cell (0, 0) starts at (i0 << level, j0 << level) on the lattice.

    Counts are whole pages, and the outermost cells are empty on every side, so that a
    point beyond the frame may be moved to its rim and still be outside.
    """

    level: int
    i0: int
    j0: int
    columns: int
    rows: int

    @property
    def page_columns(self) -> int:
        """Return how many pages lie side by side."""
        return self.columns >> PAGE

    @property
    def page_rows(self) -> int:
        """Return how many pages stand on each other."""
        return self.rows >> PAGE


@dataclass(frozen=True)
class Window:
    """A block of cells: columns ia..ib-1 and rows ja..jb-1 of the frame."""

    ia: int
    ib: int
    ja: int
    jb: int


@dataclass(frozen=True)
class Spools:
    """What versions share; each only ever grows."""

    value: Spool
    mixed: Spool
    entry: Spool
    segment: Spool

    @property
    def nbytes(self) -> int:
        """Return the memory of what was written, in bytes."""
        return sum(s.used.nbytes for s in (self.value, self.mixed, self.entry, self.segment))


@dataclass(frozen=True, eq=False)
class Cells:
    """One immutable version of the cells.

    A cell's value is the face that fills it, or ~m for a mixed cell, where `mixed[m]` =
    (first entry, number of entries, face of the south-west corner) and an entry is the
    number of a segment: (x0, y0, x1, y1, left ^ right, arc).
    """

    frame: Frame
    directory: Ints
    """The number of each page, column by column."""
    spools: Spools
    value: Ints = field(init=False)
    mixed: Ints = field(init=False)
    entry: Ints = field(init=False)
    segment: Ints = field(init=False)

    def __post_init__(self) -> None:
        """Hold on to the arrays as they are now."""
        for name in ("value", "mixed", "entry", "segment"):
            object.__setattr__(self, name, getattr(self.spools, name).rows)

    def at(self, i: Ints, j: Ints) -> Ints:
        """Return the values of cells given by column and row, which must be in the frame."""
        page = self.directory.take((i >> PAGE) * self.frame.page_rows + (j >> PAGE))
        place = (page << 2 * PAGE) | ((i & MASK) << PAGE) | (j & MASK)
        return np.asarray(self.value.take(place), np.int32)

    def cell_of(self, x: Ints, y: Ints) -> tuple[Ints, Ints]:
        """Return column and row of each point, points beyond the frame on its empty rim."""
        f = self.frame
        i, j = (x >> f.level) - np.int32(f.i0), (y >> f.level) - np.int32(f.j0)
        return i.clip(0, f.columns - 1, out=i), j.clip(0, f.rows - 1, out=j)

    def block(self, w: Window) -> Ints:
        """Return the values of a window, column by column."""
        i, j = np.arange(w.ia, w.ib, dtype=np.int32), np.arange(w.ja, w.jb, dtype=np.int32)
        wide = np.repeat(i, len(j))
        return self.at(wide, np.tile(j, len(i))).reshape(len(i), len(j))

    def corners(self, values: Ints) -> Ints:
        """Return the face of the south-west corner of cells with these values."""
        mixed = values < 0
        return np.asarray(
            np.where(mixed, self.mixed[np.where(mixed, ~values, 0), 2], values), np.int32
        )

    @cached_property
    def busy_pages(self) -> Wide:
        """Return the pages that hold a mixed cell, as (column, row)."""
        pages = self.value[: len(self.spools.value.used)].reshape(-1, AREA)
        busy = np.flatnonzero(pages.min(axis=1)[self.directory] < 0)
        return np.stack([busy // self.frame.page_rows, busy % self.frame.page_rows], axis=1)

    @property
    def nbytes(self) -> int:
        """Return the memory of this version and what it shares, in bytes."""
        return self.directory.nbytes + self.spools.nbytes
