"""Append-only rows that versions of a locator share."""

from threading import Lock

import numpy as np

from gisgrid.grid.locator.lattice import Ints

SPARE = 8
"""A new backing array has room for 1/SPARE more rows: untouched room costs no memory."""
BLOCK = 1024
"""Room is a multiple of this, the cells of one page."""


class Spool:
    """Rows that are only ever added: an older version never sees, nor loses, a row.

    A reader keeps the array that `rows` gave it. Writers take turns; when the room is used
    up the rows move to a larger array and older versions keep the one they have.
    """

    def __init__(self, rows: Ints) -> None:
        self._lock = Lock()
        self._used = len(rows)
        self.rows = rows

    def append(self, rows: Ints) -> int:
        """Add rows and return the number of the first."""
        with self._lock:
            first, end = self._used, self._used + len(rows)
            if end > len(self.rows):
                self._grow(end)
            self.rows[first:end] = rows
            self._used = end
            return first

    def _grow(self, needed: int) -> None:
        room = (needed + needed // SPARE) // BLOCK * BLOCK + BLOCK
        larger = np.empty((room, *self.rows.shape[1:]), self.rows.dtype)
        larger[: self._used] = self.rows[: self._used]
        self.rows = larger

    @property
    def used(self) -> Ints:
        """Return the rows written so far."""
        return self.rows[: self._used]
