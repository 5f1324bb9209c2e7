"""The book of one edition in memory: its areas, their tree, and the locator over its arcs.

A book never changes. A process keeps a few, keyed by edition and stamp; which one answers is
decided by the edition that the transaction reads, so no process can answer by an old one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock

from gisgrid.grid.locator import Border, Locator
from gisgrid.grid.nearest_one import NearestOne

KEPT = 4
"""Books a process keeps: the one in force, its successor, and past ones someone asks for."""


@dataclass(frozen=True)
class EditionRef:
    """An edition as others name it; the stamp changes with its content."""

    id: int
    name: str
    valid_from: datetime | None
    stamp: str


@dataclass(frozen=True)
class AreaRef:
    """An area as others name it."""

    id: int
    level: str
    rank: int
    code: str
    name: str
    name_en: str | None
    synthetic: bool


@dataclass(frozen=True, eq=False)
class GridBook:
    """One edition, whole: `leaves[face - 1]` is the leaf of a face of the locator."""

    edition: EditionRef
    refs: Mapping[int, AreaRef]
    paths: Mapping[int, tuple[int, ...]]
    by_code: Mapping[str, AreaRef]
    """The finest area of each code."""
    leaves: Sequence[int]
    locator: Locator

    @cached_property
    def _nearest(self) -> NearestOne:
        return NearestOne(self.locator)

    def border(self, lon: float, lat: float) -> Border:
        """Return the nearest border of a point."""
        return self._nearest.border(lon, lat)

    def leaf(self, face: int) -> int | None:
        """Return the leaf of a face; None for the outside."""
        return self.leaves[face - 1] if face > 0 else None


class Shelf:
    """The books that this process keeps; the one used longest ago makes room."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._books: dict[tuple[int, str], GridBook] = {}
        self._lock = Lock()

    def book(self, edition: EditionRef, load: Callable[[EditionRef], GridBook]) -> GridBook:
        """Return the edition's book, loaded when it is not here; readers are never blocked."""
        key = edition.id, edition.stamp
        found = self._books.get(key)
        if found is None:
            with self._lock:
                found = self._books.get(key) or load(edition)
                self._keep(key, found)
        return found

    def _keep(self, key: tuple[int, str], book: GridBook) -> None:
        """Swap in a whole new dict, so that a reader sees the old one or the new one."""
        others = [(k, b) for k, b in self._books.items() if k != key]
        self._books = dict([*others[-(self._kept - 1) :], (key, book)])


shelf = Shelf()
