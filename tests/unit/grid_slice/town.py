"""A small town on the lattice: one district, two subdistricts, three communities, four grids.

+--------+--------+
|   B    |   C    |   A has the grids A1 (west) and A2 (east), B has B1 and B2;
+----+---+        |   C has none and is a leaf.
| A1 |A2 |        |
+----+---+--------+   west subdistrict: A, B; east subdistrict: C
"""

from collections.abc import Sequence
from dataclasses import replace

from shapely import Polygon, box

from gisgrid.grid.rules.given import GivenArea, GivenLevel

LEVELS = (
    GivenLevel("district", 0, "区"),
    GivenLevel("subdistrict", 1, "街道"),
    GivenLevel("community", 2, "社区"),
    GivenLevel("basic_grid", 3, "网格"),
)
WEST, SOUTH, STEP = 113.10, 35.20, 0.01


def cell(column: float, row: float, width: float = 1, height: float = 1) -> Polygon:
    """Return a rectangle of the town in steps of a hundredth of a degree."""
    x, y = WEST + column * STEP, SOUTH + row * STEP
    return box(x, y, x + width * STEP, y + height * STEP)


def area(level: str, code: str, shape: Polygon | None, parent: str | None) -> GivenArea:
    return GivenArea(level, code, "town", f"名{code}", shape, parent_code=parent, households=300)


def town() -> list[GivenArea]:
    """Return every area of the town, drawn so that neighbours share their vertices."""
    a1, a2 = cell(0, 0), cell(1, 0)
    b1, b2 = cell(0, 1), cell(1, 1)
    c = Polygon([corner(2, 0), corner(4, 0), corner(4, 2), corner(2, 2), corner(2, 1)])
    return [
        area("district", "D", cell(0, 0, 4, 2), None),
        area("subdistrict", "W", cell(0, 0, 2, 2), "D"),
        area("subdistrict", "E", cell(2, 0, 2, 2), "D"),
        area("community", "A", cell(0, 0, 2, 1), "W"),
        area("community", "B", cell(0, 1, 2, 1), "W"),
        area("community", "C", c, "E"),
        area("basic_grid", "A1", a1, "A"),
        area("basic_grid", "A2", a2, "A"),
        area("basic_grid", "B1", b1, "B"),
        area("basic_grid", "B2", b2, "B"),
    ]


def corner(column: float, row: float) -> tuple[float, float]:
    return WEST + column * STEP, SOUTH + row * STEP


def reshaped(areas: Sequence[GivenArea], code: str, shape: Polygon | None) -> list[GivenArea]:
    """Return the areas with another shape for one of them."""
    return [replace(a, shape=shape) if a.code == code else a for a in areas]


def without(areas: Sequence[GivenArea], *codes: str) -> list[GivenArea]:
    return [a for a in areas if a.code not in codes]
