"""Shared arcs: the borders of a coverage, each with the face on its left and on its right."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import ArrayLike

from gisgrid.grid.locator.lattice import Ints, Wide

OUTSIDE = 0
"""The face that is no area."""


@dataclass(frozen=True, eq=False)
class Arcs:
    """Borders on the lattice; arc a runs along xy[start[a]:start[a + 1]].

    Faces are 1..k in the caller's order, 0 is outside. x is counted from `meridian`, which
    is 0 unless the coverage crosses the antimeridian (then 180). Edges are straight in
    lon, lat. Arcs meet only at their ends; a closed arc ends where it starts.
    """

    xy: Ints
    start: Wide
    left: Ints
    right: Ints
    meridian: int = 0

    @classmethod
    def of(
        cls, lines: Sequence[Ints], left: ArrayLike, right: ArrayLike, *, meridian: int = 0
    ) -> "Arcs":
        """Put arcs together from one row each, as a database keeps them."""
        empty = np.empty((0, 2), np.int32)
        xy = np.concatenate([empty, *(np.asarray(line, np.int32) for line in lines)])
        start = np.cumsum([0, *(len(line) for line in lines)], dtype=np.int64)
        faces = np.asarray(left, np.int32), np.asarray(right, np.int32)
        return cls(xy, start, *faces, meridian)

    def __len__(self) -> int:
        """Return the number of arcs."""
        return len(self.left)

    def line(self, arc: int) -> Ints:
        """Return the vertices of one arc."""
        return self.xy[self.start[arc] : self.start[arc + 1]]

    @property
    def faces(self) -> int:
        """Return the highest face number."""
        return int(max(self.left.max(initial=0), self.right.max(initial=0)))

    @cached_property
    def version(self) -> str:
        """Return a fingerprint of the whole content: equal arcs, equal version."""
        digest = sha256(np.int64(self.meridian).tobytes())
        for part in (self.xy, self.start, self.left, self.right):
            digest.update(np.ascontiguousarray(part).tobytes())
        return digest.hexdigest()[:16]

    def replaced(self, arc: int, xy: Ints) -> "Arcs":
        """Return a copy in which one arc has other vertices."""
        before, after = self.xy[: self.start[arc]], self.xy[self.start[arc + 1] :]
        start = self.start.copy()
        start[arc + 1 :] += len(xy) - len(self.line(arc))
        joined = np.concatenate([before, np.asarray(xy, np.int32), after])
        return Arcs(joined, start, self.left, self.right, self.meridian)
