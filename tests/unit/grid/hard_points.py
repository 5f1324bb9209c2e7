"""Points that are hard to place: on borders, on vertices, one unit beside them."""

import numpy as np
from numpy.typing import NDArray

from gisgrid.grid.locator import Arcs

Ints = NDArray[np.int32]
BESIDE = np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)], np.int64)


def hard_points(arcs: Arcs, count: int, seed: int = 0) -> tuple[Ints, Ints]:
    """Return points on vertices, on lattice points of segments, and one unit beside both."""
    rng = np.random.default_rng(seed)
    vertices = arcs.xy[rng.integers(len(arcs.xy), size=count // 2)].astype(np.int64)
    on = np.concatenate([vertices, _on_segments(arcs, count - count // 2, rng)])
    places = on + BESIDE[rng.integers(len(BESIDE), size=len(on))]
    return places[:, 0].astype(np.int32), places[:, 1].astype(np.int32)


def _on_segments(arcs: Arcs, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return lattice points exactly on segments where they have any, else very near them."""
    first = np.delete(np.arange(len(arcs.xy)), arcs.start[1:] - 1)
    k = rng.choice(first, size=count)
    a, b = arcs.xy[k].astype(np.int64), arcs.xy[k + 1].astype(np.int64)
    parts = np.gcd(np.abs(b - a)[:, 0], np.abs(b - a)[:, 1])
    exact = a + (b - a) // parts[:, None] * rng.integers(0, parts + 1)[:, None]
    near = a + np.rint((b - a) * rng.random((count, 1))).astype(np.int64)
    return np.asarray(np.where((parts > 1)[:, None], exact, near))


def random_points(arcs: Arcs, count: int, seed: int = 0) -> tuple[Ints, Ints]:
    """Return uniform points in and a little around the coverage."""
    rng = np.random.default_rng(seed)
    low, high = arcs.xy.min(axis=0).astype(np.int64), arcs.xy.max(axis=0).astype(np.int64)
    rim = (high - low) // 50
    places = rng.integers(low - rim, high + rim, size=(count, 2))
    return places[:, 0].astype(np.int32), places[:, 1].astype(np.int32)
