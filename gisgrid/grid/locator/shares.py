"""How much of an uncertain place lies in each area."""

import math
from dataclasses import dataclass

import numpy as np
import shapely

from gisgrid.grid.locator import bulk
from gisgrid.grid.locator.cells import Cells, Window
from gisgrid.grid.locator.lattice import Floats, Ints
from gisgrid.grid.locator.metric import metres_per_unit
from gisgrid.kernel.errors import Invalid

CORNERS = 128
"""A disc is drawn with so many corners: its area is right to 0.04 %."""

GRID = 2**-7
"""Crossings are rounded to this part of a lattice step, so that every line meets there."""


@dataclass(frozen=True)
class Reach:
    """Where a point may really be: half axes in metres, bearing of the long one from north."""

    major_m: float
    minor_m: float
    bearing_deg: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no ellipse."""
        sound = all(map(math.isfinite, (self.major_m, self.minor_m, self.bearing_deg)))
        if not (sound and self.major_m >= self.minor_m > 0):
            raise Invalid(
                "An accuracy needs half axes above 0 m, the longer one first, "
                f"and a finite bearing; got {self.major_m}, {self.minor_m}, {self.bearing_deg}."
            )

    @classmethod
    def disc(cls, radius_m: float) -> "Reach":
        """Return the reach of a plain accuracy radius."""
        return cls(radius_m, radius_m)

    def outline(self, east: float, north: float) -> Floats:
        """Return the outline in lattice steps around the point."""
        turn = np.arange(CORNERS) * (2 * np.pi / CORNERS)
        along, aside = self.major_m * np.cos(turn), self.minor_m * np.sin(turn)
        sin, cos = (
            math.sin(math.radians(self.bearing_deg)),
            math.cos(math.radians(self.bearing_deg)),
        )
        return np.stack(
            [(along * sin + aside * cos) / east, (along * cos - aside * sin) / north], axis=1
        )


def shares_of(cells: Cells, place: tuple[int, int], reach: Reach) -> tuple[tuple[int, float], ...]:
    """Return (face, share) of the reach around a point, largest first; 0 is outside."""
    east, north = metres_per_unit(np.array([float(place[1])]))
    outline = reach.outline(float(east[0]), float(north[0]))
    pieces = _pieces(shapely.Polygon(outline), _lines_around(cells, place, outline))
    inner = shapely.get_coordinates(shapely.point_on_surface(pieces))
    at = np.rint(inner + place).astype(np.int32)
    face = bulk.faces(cells, at[:, 0].copy(), at[:, 1].copy())
    return _summed(face, shapely.area(pieces))


def _lines_around(cells: Cells, place: tuple[int, int], outline: Floats) -> shapely.Geometry:
    """Return the borders near the outline, relative to the point."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    window = _window(cells, np.rint(low + place), np.rint(high + place))
    if window.ia >= window.ib or window.ja >= window.jb:
        return shapely.MultiLineString()
    value = cells.block(window)
    _, entry = bulk.entries(cells, cells.mixed.take(~value[value < 0], axis=0))
    rows = cells.segment[np.unique(entry), :4].astype(np.float64) - np.tile(place, 2)
    ends = rows.reshape(-1, 2, 2)
    near = (ends.max(axis=1) >= low).all(axis=1) & (ends.min(axis=1) <= high).all(axis=1)
    return shapely.MultiLineString(list(ends[near]))


def _window(cells: Cells, low: Floats, high: Floats) -> Window:
    f = cells.frame
    ia, ja = (int(v) >> f.level for v in low)
    ib, jb = ((int(v) >> f.level) + 1 for v in high)
    return Window(
        max(ia - f.i0, 0), min(ib - f.i0, f.columns), max(ja - f.j0, 0), min(jb - f.j0, f.rows)
    )


def _pieces(whole: shapely.Polygon, borders: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the parts into which borders cut a polygon.

    Borders enter uncut: one that was clipped first would end beside the outline, not on it.
    """
    noded = shapely.union_all([whole.exterior, borders], grid_size=GRID)
    parts = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.contains(whole, shapely.point_on_surface(parts))
    return list(parts[inside & (shapely.area(parts) > 0)]) or [whole]


def _summed(face: Ints, area: Floats) -> tuple[tuple[int, float], ...]:
    kinds, which = np.unique(face, return_inverse=True)
    # A disc of no size has no area to share out: every piece of it counts the same.
    total = np.bincount(which, weights=area if area.sum() > 0 else np.ones_like(area))
    shares = total / total.sum()
    order = np.lexsort((kinds, -shares))
    return tuple((int(kinds[k]), float(shares[k])) for k in order)
