"""What is wrong with areas that should divide a place without gap or overlap."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gisgrid.grid.coverage.rings import Shapes

Geometries = NDArray[np.object_]


class FlawKind(StrEnum):
    """The kinds of trouble, worst first."""

    EMPTY = "empty"
    NOT_POLYGON = "not_polygon"
    INVALID = "invalid"
    DUPLICATE = "duplicate"
    OVERLAP = "overlap"
    GAP = "gap"
    EDGE = "edge"
    """Neighbours draw their common border with different vertices."""
    COLLAPSED = "collapsed"
    """The area vanishes when it is rounded to the lattice."""


@dataclass(frozen=True)
class Flaw:
    """One thing wrong: which rows (from 0), where, how large, and a word about it."""

    kind: FlawKind
    rows: tuple[int, ...]
    where: BaseGeometry
    square_degrees: float = 0.0
    note: str = ""


def flaws_of(polygons: Shapes, *, gap_degrees: float = 0.0) -> tuple[Flaw, ...]:
    """Return everything wrong with a coverage, worst first; none for a clean one.

    Holes narrower than `gap_degrees` are gaps; wider ones may be meant, as a lake is.
    """
    shapes = np.asarray(polygons, dtype=object)
    not_areas = _not_areas(shapes)
    if not_areas:
        return not_areas
    invalid = _invalid(shapes)
    shapes = made_valid(shapes) if invalid else shapes
    return (*invalid, *_between(shapes, gap_degrees))


def made_valid(shapes: Geometries) -> Geometries:
    """Return the shapes with their rings untangled."""
    mended = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    return np.asarray(mended, dtype=object)


def _between(shapes: Geometries, gap_degrees: float) -> tuple[Flaw, ...]:
    """Return what is wrong between valid areas."""
    if shapely.coverage_is_valid(shapes, gap_width=gap_degrees):
        return ()
    overlaps = _overlaps(shapes)
    return (*overlaps, *_edges(shapes, gap_degrees, overlaps))


def _not_areas(shapes: Geometries) -> tuple[Flaw, ...]:
    nothing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    areal = np.isin(shapely.get_type_id(shapes), (3, 6))
    empty = (Flaw(FlawKind.EMPTY, (int(row),), shapely.Point()) for row in np.flatnonzero(nothing))
    others = np.flatnonzero(~nothing & ~areal)
    named = (
        Flaw(FlawKind.NOT_POLYGON, (int(row),), shapes[row], note=shapes[row].geom_type)
        for row in others
    )
    return (*empty, *named)


def _invalid(shapes: Geometries) -> tuple[Flaw, ...]:
    bad = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    return tuple(
        Flaw(FlawKind.INVALID, (int(row),), shapes[row], note=shapely.is_valid_reason(shapes[row]))
        for row in bad
    )


def _overlaps(shapes: Geometries) -> tuple[Flaw, ...]:
    """Return the pairs of areas whose interiors meet."""
    one, two = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pair = one < two
    common = shapely.intersection(shapes[one[pair]], shapes[two[pair]])
    size = shapely.area(common)
    return tuple(
        _overlap(shapes, (int(one[pair][k]), int(two[pair][k])), common[k])
        for k in np.flatnonzero(size > 0)
    )


def _overlap(shapes: Geometries, rows: tuple[int, int], where: BaseGeometry) -> Flaw:
    same = shapely.equals(shapes[rows[0]], shapes[rows[1]])
    kind = FlawKind.DUPLICATE if same else FlawKind.OVERLAP
    return Flaw(kind, rows, where, float(shapely.area(where)))


def _edges(shapes: Geometries, gap: float, overlaps: tuple[Flaw, ...]) -> tuple[Flaw, ...]:
    """Return the faulty edges that no overlap explains: gaps and vertices that do not match."""
    marked = shapely.coverage_invalid_edges(shapes, gap_width=gap)
    unmatched = shapely.coverage_invalid_edges(shapes)
    known = {row for flaw in overlaps for row in flaw.rows}
    return tuple(
        Flaw(FlawKind.GAP if shapely.is_empty(unmatched[row]) else FlawKind.EDGE, (row,), line)
        for row, line in enumerate(marked)
        if row not in known and not shapely.is_empty(line)
    )
