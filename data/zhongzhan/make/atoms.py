"""Cut the district into atoms: small cells that are joined into areas later.

Atoms are Voronoi cells, rounded to the lattice; two of them are neighbours when they
share an edge, and crossing a river or main road between them costs extra.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPoint, Polygon, STRtree

from data.zhongzhan.make.files import dice
from data.zhongzhan.make.lattice import units
from data.zhongzhan.make.lines import outline, ways
from data.zhongzhan.make.seeds import Seed, seeds

Corner = tuple[int, int]
Cell = tuple[Seed, Polygon]


@dataclass(frozen=True)
class Atoms:
    """The cells (on the lattice, in whole units), their middles in metres, and who touches whom."""

    cells: tuple[Polygon, ...]
    middles: tuple[tuple[float, float], ...]
    sizes: tuple[float, ...]
    beside: tuple[tuple[tuple[int, float], ...], ...]


def cut() -> Atoms:
    """Return the atoms of the whole district."""
    whole = list(clipped(seeds()))
    cells = tuple(rounded(shape) for _, shape in whole)
    middles = tuple((shape.centroid.x, shape.centroid.y) for _, shape in whole)
    tags = [seed for seed, _ in whole]
    sizes = tuple(shape.area for _, shape in whole)
    return Atoms(cells, middles, sizes, neighbours(cells, middles, tags))


def clipped(points: list[Seed]) -> Iterator[Cell]:
    """Return the Voronoi cell of every seed, cut at the outline, in metres."""
    cloud = MultiPoint([(s.x, s.y) for s in points])
    raw = tidy(shapely.get_parts(shapely.voronoi_polygons(cloud, extend_to=outline())))
    owner = dict(zip(*STRtree(raw).query(shapely.get_parts(cloud), "within")[::-1], strict=True))
    pieces = shapely.intersection(raw, outline())
    for i, piece in enumerate(pieces):
        for part in shapely.get_parts(piece):
            if i in owner and part.area > 0:
                yield points[owner[i]], part


def tidy(raw: NDArray[np.object_]) -> NDArray[np.object_]:
    """Round cells to the millimetre: GEOS leaves edges of a billionth of a metre."""
    return shapely.remove_repeated_points(shapely.transform(raw, lambda xy: xy.round(3)))


def rounded(shape: Polygon) -> Polygon:
    """Return a cell in whole lattice units, repeated corners dropped."""
    return shapely.remove_repeated_points(Polygon([units(x, y) for x, y in shape.exterior.coords]))


def neighbours(
    cells: tuple[Polygon, ...], middles: tuple[tuple[float, float], ...], tags: list[Seed]
) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Return for every atom its neighbours and what a step to each of them costs."""
    roll, toll = dice("steps"), {w.code: w.cross_m for w in ways()}
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for a, b in shared(cells):
        step = math.dist(middles[a], middles[b]) * roll.uniform(0.85, 1.25)
        cost = step + crossing(tags[a], tags[b], toll)
        found[a].append((b, cost))
        found[b].append((a, cost))
    return tuple(tuple(found[i]) for i in range(len(cells)))


def crossing(a: Seed, b: Seed, toll: dict[str, float]) -> float:
    """Return what it costs to step over the line between two seeds, if there is one."""
    return toll[a.way] if a.way and a.way == b.way and a.bank != b.bank else 0.0


def shared(cells: tuple[Polygon, ...]) -> list[tuple[int, int]]:
    """Return the pairs of atoms that share an edge, in a fixed order."""
    seen: dict[tuple[Corner, Corner], int] = {}
    pairs: set[tuple[int, int]] = set()
    for i, cell in enumerate(cells):
        for edge in edges(cell):
            j = seen.setdefault(edge, i)
            pairs |= {(j, i)} if j != i else set()
    return sorted(pairs)


def edges(cell: Polygon) -> Iterator[tuple[Corner, Corner]]:
    """Return the edges of a cell, each with its smaller corner first."""
    ring = [(int(x), int(y)) for x, y in cell.exterior.coords]
    for a, b in pairwise(ring):
        yield (a, b) if a < b else (b, a)
