"""Random small coverages with holes, islands, touching corners and many parts."""

import numpy as np
import shapely
from hypothesis import strategies as st
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
STEP = 7
"""Lattice units between neighbouring corners: slanted edges pass between lattice points."""

SQUARES = [shapely.box(113 + i, 35 + j, 114 + i, 36 + j) for j in range(2) for i in range(2)]
"""Faces 1 and 2 in the south, 3 and 4 in the north; all meet at (114, 36)."""


def triangles(side: int, bends: NDArray[np.int64]) -> list[shapely.Polygon]:
    """Return the triangles of a square lattice whose corners are pushed aside a little."""
    x, y = np.meshgrid(np.arange(side + 1), np.arange(side + 1), indexing="ij")
    corner = np.stack([x, y], axis=-1) * STEP + bends.reshape(side + 1, side + 1, 2)
    place = (corner + np.array([1_130_000_000, 350_000_000])) / 1e7
    found = []
    for i in range(side):
        for j in range(side):
            a, b, c, d = place[i, j], place[i + 1, j], place[i + 1, j + 1], place[i, j + 1]
            found += [shapely.Polygon([a, b, c]), shapely.Polygon([a, c, d])]
    return found


def grouped(pieces: list[shapely.Polygon], owner: list[int]) -> Shapes:
    """Return the union of the pieces of each owner; owner 0 is outside."""
    kinds = sorted(set(owner) - {0})
    unions = [
        shapely.coverage_union_all([p for p, o in zip(pieces, owner, strict=True) if o == kind])
        for kind in kinds
    ]
    return np.array([shapely.normalize(union) for union in unions], dtype=object)


@st.composite
def coverages(draw: st.DrawFn) -> Shapes:
    """Draw a coverage in which any area may be outside, split, hollow or an island."""
    side = draw(st.integers(1, 5))
    count = 2 * (side + 1) ** 2
    bends = draw(st.lists(st.integers(-1, 1), min_size=count, max_size=count))
    pieces = triangles(side, np.array(bends, np.int64))
    areas = draw(st.integers(1, 5))
    owner = draw(
        st.lists(st.integers(0, areas), min_size=len(pieces), max_size=len(pieces)).filter(any)
    )
    return grouped(pieces, owner)
