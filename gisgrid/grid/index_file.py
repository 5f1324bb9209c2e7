"""The index file of an edition: its shared arcs and leaves, from which any machine locates.

Coordinates are lattice units of 1e-7 degree. A line is its first vertex and then the steps to
each next one, so that it packs small. Faces are 1..k in the order of `leaves`, 0 is outside.
Ids, codes, levels and names are public; who answers there is not in it.
"""

from typing import Any, Final

import numpy as np
from pydantic import BaseModel

from gisgrid.grid.book import AreaRef, GridBook
from gisgrid.grid.locator import Arcs

FORMAT: Final = 1


class IndexAreaOut(BaseModel):
    """An area of the tree, as the index names it."""

    id: int
    level: str
    code: str
    name: str
    name_en: str | None

    @classmethod
    def of(cls, area: AreaRef) -> "IndexAreaOut":
        """Return what may be known of an area by everybody."""
        return cls(**{name: getattr(area, name) for name in cls.model_fields})


class IndexOut(BaseModel):
    """Everything that says who holds a point: no geometry of polygons, only the shared arcs."""

    format: int
    edition: int
    version: str
    meridian: int
    areas: list[IndexAreaOut]
    leaves: list[list[int]]
    """The path of each face's leaf, coarse to fine, as ids of `areas`."""
    left: list[int]
    right: list[int]
    lines: list[list[int]]
    """x, y of the first vertex, then dx, dy to each next one."""


def index_of(book: GridBook) -> IndexOut:
    """Return the index file of a book."""
    arcs = book.locator.present_arcs()
    paths = [list(book.paths[leaf]) for leaf in book.leaves]
    used = sorted({area for path in paths for area in path})
    return IndexOut(
        format=FORMAT,
        edition=book.edition.id,
        areas=[IndexAreaOut.of(book.refs[area]) for area in used],
        leaves=paths,
        **lines_of(arcs),
    )


def lines_of(arcs: Arcs) -> dict[str, Any]:
    """Return the arcs as the index file writes them."""
    return {
        "version": arcs.version,
        "meridian": arcs.meridian,
        "left": arcs.left.tolist(),
        "right": arcs.right.tolist(),
        "lines": [_steps(arcs, arc) for arc in range(len(arcs))],
    }


def _steps(arcs: Arcs, arc: int) -> list[int]:
    line = arcs.line(arc).astype(np.int64)
    steps: list[int] = np.diff(line, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel().tolist()
    return steps
