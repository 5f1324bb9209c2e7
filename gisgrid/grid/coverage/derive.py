"""From polygons to shared arcs, the same arcs whatever the order of the rows.

Every ring is a row of directed edges with its area on the left. An edge and its reverse
meet: left is the one's area, right the other's, 0 if there is no other. A vertex where not
exactly two borders meet is a node; an arc runs from node to node, or around a ring without
one, from its lowest vertex. Arcs run in, and are sorted by, the order of their coordinates.
"""

from dataclasses import dataclass

import numpy as np

from gisgrid.grid.coverage.rings import Rings, Shapes, packed, rings_of
from gisgrid.grid.locator.arcs import Arcs
from gisgrid.grid.locator.build import BrokenCoverage
from gisgrid.grid.locator.lattice import Flags, Wide
from gisgrid.grid.locator.segments import spread


@dataclass(frozen=True, eq=False)
class Edges:
    """Directed edges ring by ring; vertices are numbered in the order of (x, y)."""

    place: Wide
    """(x, y) of each vertex."""
    start: Wide
    end: Wide
    face: Wide
    across: Wide
    """The face on the other side."""


def arcs_of(polygons: Shapes) -> Arcs:
    """Return the shared arcs of a coverage; face k is the polygon in row k - 1.

    Raises BrokenCoverage if two areas lie on the same side of an edge.
    """
    rings = rings_of(polygons)
    edges = edges_of(rings)
    border = edges.face != edges.across
    node = nodes_of(edges, border)
    order, first = _runs(rings, edges, node)
    return _canonical(edges, order, first, border, rings.meridian)


def edges_of(rings: Rings) -> Edges:
    """Return the edges of all rings, each with the face across it."""
    places, vertex = np.unique(packed(rings.xy), return_inverse=True)
    after = np.arange(1, len(vertex) + 1)
    after[rings.start[1:] - 1] = rings.start[:-1]
    face = np.repeat(rings.face, rings.sizes)
    place = np.stack([places >> 32, (places & 0xFFFFFFFF) - 2**31], axis=1)
    start, end = vertex.astype(np.int64), vertex[after].astype(np.int64)
    return Edges(place, start, end, face, _across(start, end, face))


def _across(start: Wide, end: Wide, face: Wide) -> Wide:
    """Return for every directed edge the face of its reverse, 0 if there is none."""
    forth, back = (start << 32) | end, (end << 32) | start
    order = np.argsort(forth)
    keys = forth[order]
    if (keys[1:] == keys[:-1]).any():
        twice = order[np.flatnonzero(keys[1:] == keys[:-1])[:1]]
        raise BrokenCoverage(f"Area in row {int(face[twice[0]]) - 1} overlaps another.")
    at = np.minimum(np.searchsorted(keys, back), len(keys) - 1)
    return np.where(keys[at] == back, face[order[at]], 0)


def nodes_of(edges: Edges, border: Flags) -> Flags:
    """Tell which vertices end an arc: not two borders meet there, or a seam ends there."""
    counted = border & ((edges.face < edges.across) | (edges.across == 0))
    ends = np.concatenate([edges.start[counted], edges.end[counted]])
    node = np.bincount(ends, minlength=len(edges.place)) != 2
    node[edges.start[~border]] = True
    node[edges.end[~border]] = True
    return np.asarray(node)


def _runs(rings: Rings, edges: Edges, node: Flags) -> tuple[Wide, Flags]:
    """Return the edges ring by ring from a node on, and which of them begin a run."""
    at_node = node[edges.start]
    rank = np.where(at_node, -1, edges.start)
    lowest = np.minimum.reduceat(rank, rings.start[:-1])
    begins = np.flatnonzero(rank == np.repeat(lowest, rings.sizes))
    ring = np.searchsorted(rings.start, begins, side="right") - 1
    _, first = np.unique(ring, return_index=True)
    offset = begins[first] - rings.start[:-1]
    owner, step = spread(rings.sizes)
    order = rings.start[owner] + (step + offset[owner]) % rings.sizes[owner]
    return np.asarray(order, np.int64), np.asarray(at_node[order] | (step == 0))


def _canonical(edges: Edges, order: Wide, first: Flags, border: Flags, meridian: int) -> Arcs:
    """Return each run once, in the direction and the order of its coordinates."""
    head = np.flatnonzero(first)
    size = np.diff(head, append=len(order))
    kept = border[order[head]]
    head, size = head[kept], size[kept]
    start, second = edges.start[order[head]], edges.end[order[head]]
    tail = order[head + size - 1]
    end, last = edges.end[tail], edges.start[tail]
    forth = (start < end) | ((start == end) & (second <= last))
    a, b = np.where(forth, start, end), np.where(forth, second, last)
    row = np.lexsort((~forth, b, a))
    new = np.append(True, (a[row][1:] != a[row][:-1]) | (b[row][1:] != b[row][:-1]))[: len(row)]
    chosen = row[new]
    return _arcs(edges, order, head[chosen], size[chosen], forth[chosen], meridian)


def _arcs(edges: Edges, order: Wide, head: Wide, size: Wide, forth: Flags, meridian: int) -> Arcs:
    owner, step = spread(size + 1)
    along = np.where(forth[owner], step, size[owner] - step)
    last = along == size[owner]
    edge = order[head[owner] + along - last]
    vertex = np.where(last, edges.end[edge], edges.start[edge])
    face, across = edges.face[order[head]], edges.across[order[head]]
    return Arcs(
        xy=edges.place[vertex].astype(np.int32),
        start=np.append(0, np.cumsum(size + 1)).astype(np.int64),
        left=np.where(forth, face, across).astype(np.int32),
        right=np.where(forth, across, face).astype(np.int32),
        meridian=meridian,
    )
