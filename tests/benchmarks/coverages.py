"""Gap-free coverages with fractal borders, from 4 to 600,000 areas, from a seed.

A jittered lattice of quadrilateral areas whose every side is broken again and again at its
middle; both neighbours share the broken side, so the coverage is exact by construction.
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gisgrid.grid.locator.arcs import Arcs

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

WEST, SOUTH = 113.0, 35.0
JITTER = 0.08
SPREAD, CALMING = math.radians(33), 0.65
"""A broken side stays in a diamond of this half angle, so that sides never cross: the turn
at each level is a share of it that shrinks by CALMING."""


@dataclass(frozen=True)
class Box:
    """Where a coverage lies, in degrees."""

    west: float = WEST
    south: float = SOUTH
    width: float = 1.0
    height: float = 1.0


@dataclass(frozen=True)
class Coverage:
    """Areas in rows and columns with `breaks` halvings of every side."""

    columns: int
    rows: int
    arcs: Arcs

    @property
    def areas(self) -> int:
        return self.columns * self.rows


def coverage(areas: int, *, breaks: int = 5, seed: int = 0, box: Box | None = None) -> Coverage:
    """Return a coverage of about so many areas with 4 * 2**breaks vertices each."""
    columns = max(round(math.sqrt(areas)), 1)
    while areas % columns:
        columns -= 1
    rows = areas // columns
    lines, left, right = _sides(columns, rows, breaks, seed)
    box = box or Box()
    lines = lines / (columns, rows) * (box.width, box.height) + (box.west, box.south)
    xy = np.rint(lines * 1e7).astype(np.int32)
    start = np.arange(len(xy) + 1, dtype=np.int64) * xy.shape[1]
    return Coverage(columns, rows, Arcs(xy.reshape(-1, 2), start, left, right))


def polygons(made: Coverage) -> NDArray[np.object_]:
    """Return the areas as shapely polygons, in the order of their faces."""
    per = int(made.arcs.start[1])
    lines = made.arcs.xy.reshape(-1, per, 2) / 1e7
    rings = np.stack([_ring(lines, made, k) for k in range(4)], axis=0)
    whole = np.concatenate([rings[k][:, :-1] for k in range(4)], axis=1)
    return np.asarray(shapely.polygons(np.concatenate([whole, whole[:, :1]], axis=1)), dtype=object)


def _ring(lines: Floats, made: Coverage, side: int) -> Floats:
    """Return one side of every area: south, east, north, west, counter-clockwise."""
    row, column = np.divmod(np.arange(made.areas), made.columns)
    across = made.columns * (made.rows + 1)
    first = (
        row * made.columns + column,
        across + row * (made.columns + 1) + column + 1,
        (row + 1) * made.columns + column,
        across + row * (made.columns + 1) + column,
    )[side]
    return np.asarray(lines[first] if side < 2 else lines[first][:, ::-1])


def _sides(columns: int, rows: int, breaks: int, seed: int) -> tuple[Floats, Ints, Ints]:
    """Return the broken sides with their left and right faces."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0))
    node = np.stack([x, y], axis=-1) + rng.uniform(-JITTER, JITTER, (rows + 1, columns + 1, 2))
    flat = np.stack([node[:, :-1], node[:, 1:]], axis=2).reshape(-1, 2, 2)
    tall = np.stack([node[:-1], node[1:]], axis=2).reshape(-1, 2, 2)
    lines = np.concatenate([flat, tall])
    for level in range(breaks):
        turn = SPREAD * (1 - CALMING) * CALMING**level
        lines = _broken(lines, math.tan(turn) / 2, rng)
    face = np.zeros((rows + 2, columns + 2), np.int32)
    face[1:-1, 1:-1] = 1 + np.arange(rows * columns).reshape(rows, columns)
    left = np.concatenate([face[1:, 1:-1].ravel(), face[1:-1, :-1].ravel()])
    right = np.concatenate([face[:-1, 1:-1].ravel(), face[1:-1, 1:].ravel()])
    return lines, left, right


def _broken(lines: Floats, most: float, rng: np.random.Generator) -> Floats:
    """Push the middle of every piece aside, within the diamond that keeps pieces apart."""
    a, b = lines[:, :-1], lines[:, 1:]
    aside = np.stack([a[..., 1] - b[..., 1], b[..., 0] - a[..., 0]], axis=-1)
    push = rng.uniform(-most, most, (*a.shape[:2], 1))
    middle = (a + b) / 2 + aside * push
    woven = np.stack([a, middle], axis=2).reshape(len(lines), -1, 2)
    return np.concatenate([woven, lines[:, -1:]], axis=1)
