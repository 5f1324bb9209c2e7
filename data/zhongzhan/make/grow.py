"""Join atoms into connected areas: grow from seeds, cut in fair halves."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping, Sequence

Graph = Sequence[Sequence[tuple[int, float]]]


def reach(graph: Graph, starts: Mapping[int, float], inside: Collection[int]) -> dict[int, float]:
    """Return the cheapest way from any start to every atom inside."""
    return {atom: cost for atom, (cost, _) in spread(graph, starts, inside).items()}


def spread(
    graph: Graph, starts: Mapping[int, float], inside: Collection[int]
) -> dict[int, tuple[float, int]]:
    """Return for every atom inside the cheapest cost and the start that it comes from."""
    done: dict[int, tuple[float, int]] = {}
    queue = sorted((cost, start, start) for start, cost in starts.items())
    while queue:
        cost, atom, start = heapq.heappop(queue)
        if atom in done:
            continue
        done[atom] = (cost, start)
        for other, step in graph[atom]:
            if other in inside and other not in done:
                heapq.heappush(queue, (cost + step, other, start))
    return done


def halves(graph: Graph, atoms: set[int], weight: Sequence[float], count: int) -> list[list[int]]:
    """Cut connected atoms into `count` connected parts of about the same weight.

    Each cut sorts the atoms by how much nearer they are to one end than to the other.
    """
    if count == 1:
        return [sorted(atoms)]
    first, second = ends(graph, atoms, weight)
    one, two = reach(graph, {first: 0.0}, atoms), reach(graph, {second: 0.0}, atoms)
    order = sorted(atoms, key=lambda a: (one[a] - two[a], a))
    left, right = whole(graph, order, share(order, weight, count // 2 / count))
    return [
        *halves(graph, left, weight, count // 2),
        *halves(graph, right, weight, count - count // 2),
    ]


def whole(graph: Graph, order: Sequence[int], split: int) -> tuple[set[int], set[int]]:
    """Return the two sides of a cut, each connected: a blind alley goes with its mouth."""
    left, right = set(order[:split]), set(order[split:])
    right, *strays = parts(graph, right)
    left, *lost = parts(graph, left.union(*strays))
    return left, right.union(*lost)


def share(order: Sequence[int], weight: Sequence[float], part: float) -> int:
    """Return how many of the first atoms hold this part of the whole weight."""
    wanted, held = part * sum(weight[a] for a in order), 0.0
    for i, atom in enumerate(order[:-1]):
        held += weight[atom]
        if held >= wanted:
            return i + 1
    return len(order) - 1


def ends(graph: Graph, atoms: set[int], weight: Sequence[float]) -> tuple[int, int]:
    """Return two atoms far from each other, heavy ground counting as long."""
    start = min(atoms)
    first = far(reach(graph, {start: 0.0}, atoms), weight)
    return first, far(reach(graph, {first: 0.0}, atoms), weight)


def far(cost: Mapping[int, float], weight: Sequence[float]) -> int:
    """Return the dearest atom to reach among those where people live, or of all."""
    lived = {a: c for a, c in cost.items() if weight[a] >= 1.0} or dict(cost)
    return max(lived, key=lambda a: (lived[a], a))


def parts(graph: Graph, atoms: Collection[int]) -> list[set[int]]:
    """Return the connected parts of some atoms, the largest first."""
    left, found = set(atoms), []
    while left:
        part = set(reach(graph, {min(left): 0.0}, left))
        found.append(part)
        left -= part
    return sorted(found, key=lambda p: (-len(p), min(p)))
