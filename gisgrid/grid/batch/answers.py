"""The answer for every point of a file."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gisgrid.grid.batch.areas import Areas
from gisgrid.grid.batch.defaults import SuspectedDefault, sits_on, suspected_defaults
from gisgrid.grid.batch.files import BadFile
from gisgrid.grid.batch.points import Points
from gisgrid.grid.locator import quantise
from gisgrid.grid.locator.lattice import Flags, Floats, Ints

AT_ONCE = 1 << 14


@dataclass(frozen=True, eq=False)
class Answers:
    """Who answers for each point, and how sure that is."""

    face: Ints
    """0: nobody. A point from outside taken by a near area has that area's face."""
    on_border: Flags
    taken_from_outside: Flags
    border_m: Floats
    """Metres to the nearest border, inf beyond the distance asked for."""
    on_default: Flags
    defaults: tuple[SuspectedDefault, ...]


def locate_all(
    areas: Areas,
    points: Points,
    *,
    near_m: float | None = None,
    advance: Callable[[int], None] = lambda _done: None,
) -> Answers:
    """Locate all points; `advance` is told the number of points done at each step."""
    x, y = quantise(points.lon, points.lat)
    face, other = np.zeros(len(points), np.int32), np.full(len(points), -1, np.int32)
    on_border, metres = np.zeros(len(points), np.bool_), np.full(len(points), np.inf)
    for a in range(0, len(points), AT_ONCE):
        some = slice(a, a + AT_ONCE)
        face[some] = areas.locator.faces(x[some], y[some])
        on_border[some] = areas.locator.on_border(x[some], y[some])
        if near_m is not None:
            found = areas.locator.borders(x[some], y[some], within_m=near_m)
            metres[some], other[some] = found.metres, found.other
        advance(len(x[some]))
    taken = (face == 0) & (other > 0)
    defaults = suspected_defaults(points.raw_lon, points.raw_lat)
    on_default = sits_on(defaults, points.raw_lon, points.raw_lat)
    whose = np.where(taken, other, face)
    return Answers(whose, on_border, taken, metres, on_default, defaults)


def require_some_hit(areas: Areas, points: Points, answers: Answers) -> None:
    """Refuse points that all miss the areas while the swapped pairs would hit them."""
    if (answers.face > 0).any():
        return
    swapped = areas.locator.faces(*quantise(points.lat, points.lon))
    if (swapped > 0).any():
        raise BadFile(
            "No point lies in any area, but with longitude and latitude exchanged they would: "
            "the pairs look swapped; send longitude first, then latitude."
        )
