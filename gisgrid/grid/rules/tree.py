"""Hang every area under its parent: by the code it gives, else by the ground it lies on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from rtree.index import Index

from gisgrid.grid.rules.checks import problem
from gisgrid.grid.rules.given import GivenArea, GivenLevel
from gisgrid.grid.rules.problems import GridProblem

Key = tuple[str, str]
MOST = 0.5
"""An area without a parent's code belongs to the area that holds more than this part of it."""


@dataclass(frozen=True)
class Tree:
    """Areas, coarsest level first, with the key of each one's parent (None for a root)."""

    areas: tuple[GivenArea, ...]
    parents: Mapping[Key, Key | None]
    problems: tuple[GridProblem, ...]

    @property
    def leaves(self) -> tuple[GivenArea, ...]:
        """Return the areas without children; they may be of different levels."""
        held = set(self.parents.values())
        return tuple(a for a in self.areas if a.key not in held)

    def path(self, key: Key) -> tuple[Key, ...]:
        """Return the keys from the root to this area."""
        above = self.parents[key]
        return (*self.path(above), key) if above else (key,)


class Placed:
    """The areas hung so far: found by code, or by place in an index that grows with them."""

    def __init__(self, ranks: Mapping[str, int]) -> None:
        self._ranks = ranks
        self._index = Index()
        self._areas: list[GivenArea] = []
        self._by_code: dict[str, list[GivenArea]] = defaultdict(list)

    def add(self, area: GivenArea) -> None:
        """Make an area available as a parent."""
        if area.shape is not None:
            self._index.insert(len(self._areas), area.shape.bounds)
        self._areas.append(area)
        self._by_code[area.code].append(area)

    def named(self, code: str, below: int) -> GivenArea | None:
        """Return the finest area of this code that is coarser than a rank."""
        return self._finest([a for a in self._by_code[code] if self._ranks[a.level] < below])

    def holding(self, area: GivenArea, below: int) -> GivenArea | None:
        """Return the finest coarser area that holds most of an area."""
        shape = area.ground
        near = (self._areas[n] for n in self._index.intersection(shape.bounds))
        coarser = [a for a in near if self._ranks[a.level] < below]
        return self._finest(
            [a for a in coarser if shapely.intersection(a.ground, shape).area > MOST * shape.area]
        )

    def _finest(self, areas: Sequence[GivenArea]) -> GivenArea | None:
        return max(areas, key=lambda a: (self._ranks[a.level], a.key), default=None)


def hang(areas: Sequence[GivenArea], levels: Sequence[GivenLevel]) -> Tree:
    """Find every area's parent; problems name those that have none or the wrong one."""
    ranks = _ranks_in_use(areas, levels)
    ordered = tuple(sorted(areas, key=lambda a: (ranks[a.level], a.key)))
    placed, parents, problems = Placed(ranks), {}, []
    for area in ordered:
        parent, found = _parent(area, placed, ranks)
        parents[area.key] = parent.key if parent else None
        problems += found
        placed.add(area)
    return Tree(ordered, parents, tuple(problems))


def _ranks_in_use(areas: Sequence[GivenArea], levels: Sequence[GivenLevel]) -> dict[str, int]:
    """Number the levels that occur, so that an unused level between two is no gap."""
    used = {a.level for a in areas}
    by_rank = sorted((level for level in levels if level.code in used), key=lambda x: x.rank)
    return {level.code: number for number, level in enumerate(by_rank)}


def _parent(
    area: GivenArea, placed: Placed, ranks: Mapping[str, int]
) -> tuple[GivenArea | None, list[GridProblem]]:
    rank = ranks[area.level]
    if rank == 0:
        return None, []
    if area.parent_code:
        parent = placed.named(area.parent_code, rank)
        missing = problem("parent_unknown", area, parent=area.parent_code)
    else:
        parent = placed.holding(area, rank)
        missing = problem("no_parent", area)
    if parent is None:
        return None, [missing]
    if ranks[parent.level] != rank - 1:
        return parent, [problem("skips_level", area, parent=parent.label, level=area.level)]
    return parent, []
