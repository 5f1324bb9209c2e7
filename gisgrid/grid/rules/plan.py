"""From given areas to a coverage that can be written: checked, hung, cut into shared arcs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gisgrid.grid.coverage import polygons_of
from gisgrid.grid.locator import Arcs
from gisgrid.grid.rules.checks import check_each
from gisgrid.grid.rules.datums import suspicion
from gisgrid.grid.rules.dissolve import parents_at
from gisgrid.grid.rules.given import GivenArea, GivenLevel
from gisgrid.grid.rules.leaves import Cut, cut, holes
from gisgrid.grid.rules.nesting import check_nesting
from gisgrid.grid.rules.problems import GridProblem, errors, worst_first
from gisgrid.grid.rules.tree import Key, Tree, hang
from gisgrid.kernel.datum import Datum


@dataclass(frozen=True)
class Doubt:
    """What a layer is held against to suspect its datum; None: nothing is known yet."""

    district: BaseGeometry | None = None
    declared: Datum = Datum.WGS84
    levels: frozenset[str] = frozenset()
    """The levels that this import brings; others are known already."""


@dataclass(frozen=True, eq=False)
class Plan:
    """A coverage ready to be written; only without errors has it arcs and shapes."""

    levels: tuple[GivenLevel, ...]
    tree: Tree
    problems: tuple[GridProblem, ...]
    arcs: Arcs | None = None
    leaves: tuple[Key, ...] = ()
    """The leaf of every face of the arcs, in order."""
    shapes: Mapping[Key, BaseGeometry] | None = None

    @property
    def errors(self) -> list[GridProblem]:
        """Return what keeps it from being written."""
        return errors(self.problems)


def plan(
    given: Sequence[GivenArea],
    levels: Sequence[GivenLevel],
    *,
    repair: bool = False,
    doubt: Doubt | None = None,
) -> Plan:
    """Check everything that can be checked, and cut the leaves into arcs if they allow it."""
    checked = check_each(given, repair=repair)
    tree = hang(checked.areas, levels)
    found = [*checked.problems, *tree.problems, *_doubts(checked.areas, doubt or Doubt())]
    leaves = cut(tree.leaves, repair=repair)
    found += leaves.problems
    if leaves.arcs is None:
        return Plan(tuple(levels), tree, worst_first(found))
    if len(leaves.keys) == len(tree.areas):
        found += holes(leaves.arcs)
    shapes = _shapes(tree, leaves)
    found += check_nesting(tree, shapes, repair=repair)
    return Plan(tuple(levels), tree, worst_first(found), leaves.arcs, leaves.keys, shapes)


def _doubts(areas: Sequence[GivenArea], doubt: Doubt) -> list[GridProblem]:
    if doubt.district is None:
        return []
    new = [a for a in areas if a.level in doubt.levels]
    return suspicion(new, doubt.district, doubt.declared)


def _shapes(tree: Tree, leaves: Cut) -> dict[Key, BaseGeometry]:
    """Return the shape of every area: leaves from their arcs, parents dissolved from leaves."""
    arcs = leaves.arcs
    if arcs is None:
        return {}
    shapes = dict(zip(leaves.keys, polygons_of(arcs), strict=True))
    order = {area.key: number for number, area in enumerate(tree.areas)}
    paths = [tuple(order[key] for key in tree.path(leaf)) for leaf in leaves.keys]
    for depth in range(max(map(len, paths), default=1) - 1):
        dissolved = parents_at(arcs, paths, depth)
        shapes |= {tree.areas[n].key: shape for n, shape in dissolved.items()}
    return {key: shapely.normalize(shape) for key, shape in shapes.items()}


def border_ranks(the_plan: Plan, rank_of: Mapping[str, int]) -> NDArray[np.int16]:
    """Return for every arc the rank of the coarsest level that it borders."""
    if the_plan.arcs is None:
        return np.zeros(0, np.int16)
    level = {area.key: area.level for area in the_plan.tree.areas}
    paths = [(), *(the_plan.tree.path(leaf) for leaf in the_plan.leaves)]
    pairs = zip(the_plan.arcs.left.tolist(), the_plan.arcs.right.tolist(), strict=True)
    first = [_first_difference(paths[a], paths[b]) for a, b in pairs]
    return np.asarray([min(rank_of[level[key]] for key in keys) for keys in first], np.int16)


def _first_difference(one: Sequence[Key], other: Sequence[Key]) -> list[Key]:
    """Return the coarsest areas in which two paths differ."""
    depth = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return [*one[depth : depth + 1], *other[depth : depth + 1]]
