"""Repairing a coverage: every repair is listed, and what cannot be repaired is refused."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gisgrid.grid.coverage.derive import arcs_of
from gisgrid.grid.coverage.flaws import Flaw, FlawKind, flaws_of, made_valid
from gisgrid.grid.coverage.rings import Shapes, doubled_areas, rings_of
from gisgrid.grid.locator.arcs import Arcs
from gisgrid.grid.locator.build import BrokenCoverage
from gisgrid.grid.locator.lattice import UNITS

MENDABLE = {FlawKind.INVALID, FlawKind.OVERLAP, FlawKind.GAP, FlawKind.EDGE}
METRES_PER_DEGREE = 111_320.0
ROUNDS = 3
"""Rounding a mended border to the lattice may need mending again."""
GAP_DEGREES = 1e-5
"""Gaps narrower than about a metre are closed; wider ones stay holes."""


@dataclass(frozen=True, eq=False)
class Clean:
    """A clean coverage: polygons on the lattice, their arcs, and what had to be mended."""

    polygons: NDArray[np.object_]
    arcs: Arcs
    repairs: tuple[Flaw, ...]


def clean(
    polygons: Shapes, *, gap_degrees: float = GAP_DEGREES, names: Sequence[str] = ()
) -> Clean:
    """Return the coverage mended where that is possible.

    What vanishes when all are rounded to the lattice is no flaw: the points are rounded too.
    Overlaps go to the neighbour with the longest common border. Raises BrokenCoverage for
    empty rows, duplicates and what does not survive rounding to the lattice.
    """
    shapes = on_lattice(polygons)
    flaws = flaws_of(shapes, gap_degrees=gap_degrees)
    refuse([flaw for flaw in flaws if flaw.kind not in MENDABLE], names)
    left = flaws
    for _ in range(ROUNDS):
        if not left:
            break
        shapes = on_lattice(_mended(shapes, gap_degrees))
        left = flaws_of(shapes)
    return _checked(on_lattice(shapes), flaws, names)


def strictly_clean(
    polygons: Shapes, *, gap_degrees: float = GAP_DEGREES, names: Sequence[str] = ()
) -> Clean:
    """Return the coverage if nothing is wrong with it, else raise BrokenCoverage."""
    shapes = on_lattice(polygons)
    refuse(flaws_of(shapes, gap_degrees=gap_degrees), names)
    return _checked(shapes, (), names)


def refuse(flaws: Sequence[Flaw], names: Sequence[str] = ()) -> None:
    """Raise BrokenCoverage that counts the flaws and names the first ones, if there are any."""
    if not flaws:
        return
    first = "; ".join(said(flaw, names=names) for flaw in flaws[:5])
    more = f"; and {len(flaws) - 5} more" if len(flaws) > 5 else ""
    raise BrokenCoverage(f"The areas are no clean coverage: {first}{more}.", flaws=len(flaws))


def said(flaw: Flaw, *, names: Sequence[str] = ()) -> str:
    """Say a flaw in a few words, with the areas' names or their rows counted from 0."""
    rows = " and ".join(names[row] if names else f"row {row}" for row in flaw.rows)
    note = f" ({flaw.note})" if flaw.note else _size(flaw)
    return f"{flaw.kind.value.replace('_', ' ')}: {rows}{note}"


def _size(flaw: Flaw) -> str:
    """Say how large a flaw is, roughly, in square metres."""
    if not flaw.square_degrees:
        return ""
    shrink = math.cos(math.radians(flaw.where.centroid.y))
    return f" (about {flaw.square_degrees * METRES_PER_DEGREE**2 * shrink:,.0f} m²)"


def on_lattice(polygons: Shapes) -> NDArray[np.object_]:
    """Return polygons with every coordinate rounded to the lattice."""
    shapes = np.asarray(polygons, dtype=object)
    rounded = shapely.transform(shapes, lambda xy: np.rint(xy * UNITS) / UNITS)
    return np.asarray(rounded, dtype=object)


def _mended(shapes: NDArray[np.object_], gap_degrees: float) -> NDArray[np.object_]:
    valid = made_valid(shapes)
    coverage_clean = vars(shapely)["coverage_clean"]  # newer than the type stubs
    return np.asarray(coverage_clean(valid, gap_width=gap_degrees), dtype=np.object_)


def _checked(shapes: NDArray[np.object_], repairs: tuple[Flaw, ...], names: Sequence[str]) -> Clean:
    """Refuse what rounding has broken: vanished, turned over or crossing areas."""
    refuse(_lost_in_rounding(shapes), names)
    refuse(flaws_of(shapes), names)
    return Clean(shapes, arcs_of(shapes), repairs)


def _lost_in_rounding(shapes: NDArray[np.object_]) -> list[Flaw]:
    """Return the areas that have no surface left on the lattice."""
    rings = rings_of(shapes)
    size = np.zeros(len(shapes) + 1, np.int64)
    if len(rings.face):
        np.add.at(size, rings.face, doubled_areas(rings))
    return [
        Flaw(FlawKind.COLLAPSED, (int(row),), shapes[row]) for row in np.flatnonzero(size[1:] <= 0)
    ]
