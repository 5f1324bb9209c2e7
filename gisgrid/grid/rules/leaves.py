"""Cut the leaves into shared arcs, or say what keeps them from being a coverage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gisgrid.grid.coverage import Flaw, FlawKind, clean, flaws_of, on_lattice, polygons_of
from gisgrid.grid.locator import Arcs, BrokenCoverage
from gisgrid.grid.rules.dissolve import dissolved
from gisgrid.grid.rules.given import GivenArea, square_metres
from gisgrid.grid.rules.problems import GridProblem, Severity
from gisgrid.grid.rules.tree import Key

NARROW_GAP_DEGREES = 1e-5
"""Gaps narrower than about a metre are faults of drawing; wider ones are found as holes."""
KINDS = {
    FlawKind.EMPTY: "vanishes",
    FlawKind.NOT_POLYGON: "vanishes",
    FlawKind.COLLAPSED: "vanishes",
    FlawKind.INVALID: "invalid",
    FlawKind.DUPLICATE: "overlap",
    FlawKind.OVERLAP: "overlap",
    FlawKind.GAP: "gap",
    FlawKind.EDGE: "mismatch",
}


@dataclass(frozen=True, eq=False)
class Cut:
    """The arcs of the leaves (None while something is wrong) and the leaf of each face."""

    keys: tuple[Key, ...]
    arcs: Arcs | None
    problems: tuple[GridProblem, ...]


def cut(leaves: Sequence[GivenArea], *, repair: bool) -> Cut:
    """Return the arcs that the leaves share; with `repair` faults are mended and listed."""
    keys = tuple(leaf.key for leaf in leaves)
    if not leaves:
        return Cut(keys, None, (GridProblem("no_areas"),))
    shapes = on_lattice([leaf.ground for leaf in leaves])
    flaws = flaws_of(shapes, gap_degrees=NARROW_GAP_DEGREES)
    if flaws and not repair:
        return Cut(keys, None, _said(flaws, leaves, "error"))
    try:
        whole = clean(shapes, gap_degrees=NARROW_GAP_DEGREES)
    except BrokenCoverage as broken:
        problems = _said(flaws, leaves, "error")
        return Cut(keys, None, problems or (GridProblem("broken", params={"why": str(broken)}),))
    return Cut(keys, whole.arcs, _said(whole.repairs, leaves, "repaired"))


def _said(
    flaws: Sequence[Flaw], leaves: Sequence[GivenArea], severity: Severity
) -> tuple[GridProblem, ...]:
    return tuple(_problem(flaw, leaves, severity) for flaw in flaws)


def _problem(flaw: Flaw, leaves: Sequence[GivenArea], severity: Severity) -> GridProblem:
    first, *others = [leaves[row] for row in flaw.rows]
    params = {
        "other": others[0].label if others else "",
        "m2": square_metres(flaw.where),
        "reason": flaw.note,
    }
    labels = tuple(area.label for area in (first, *others))
    return GridProblem(KINDS[flaw.kind], severity, labels, params, first.level, flaw.where)


def holes(arcs: Arcs) -> tuple[GridProblem, ...]:
    """Warn of holes inside the whole coverage: a lake may be meant, a gap is not."""
    one = np.minimum(np.arange(arcs.faces + 1), 1).astype(np.int32)
    whole = polygons_of(dissolved(arcs, one))[0]
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    return tuple(_hole(shapely.Polygon(ring)) for ring in rings)


def _hole(shape: BaseGeometry) -> GridProblem:
    return GridProblem("gap", "warning", params={"m2": square_metres(shape)}, where=shape)
